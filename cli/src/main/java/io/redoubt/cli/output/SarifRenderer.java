package io.redoubt.cli.output;

import io.redoubt.control.Assessment;
import io.redoubt.control.ControlId;
import io.redoubt.control.RollUp;
import io.redoubt.control.Row;
import io.redoubt.control.Severity;
import io.redoubt.control.Subject;
import io.redoubt.control.Verdict.State;
import io.redoubt.control.Waiver;
import io.redoubt.policy.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// `--format sarif`: SARIF 2.1.0, as code scanning reads it. It takes every result for an alert, whatever its kind
/// says, so that only Fail and Unknown are results; what passed is known by its rule.
public final class SarifRenderer implements ReportRenderer {

    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    private final String version;
    private final Function<ControlId, String> help;

    /// @param version of Redoubt
    /// @param help    what is known of a control, in Markdown
    public SarifRenderer(String version, Function<ControlId, String> help) {
        this.version = version;
        this.help = help;
    }

    @Override
    public String render(Report report) {
        List<Row> rows =
                RollUp.of(report.assessments()).stream().map(RollUp::row).toList();
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("tool", Map.of("driver", driver(rows)));
        run.put("invocations", List.of(invocation(report)));
        run.put(
                "results",
                report.assessments().stream()
                        .filter(Columns::isBlock)
                        .map(assessment -> result(assessment, rows.indexOf(assessment.row())))
                        .toList());
        Map<String, Object> log = new LinkedHashMap<>();
        log.put("$schema", SCHEMA);
        log.put("version", "2.1.0");
        log.put("runs", List.of(run));
        return Json.pretty(log);
    }

    private Map<String, Object> driver(List<Row> rows) {
        Map<String, Object> driver = new LinkedHashMap<>();
        driver.put("name", "Redoubt");
        driver.put("version", version);
        driver.put("rules", rows.stream().map(this::rule).toList());
        return driver;
    }

    private Map<String, Object> rule(Row row) {
        String page = help.apply(row.id());
        Map<String, Object> helpText = new LinkedHashMap<>();
        helpText.put("text", page);
        helpText.put("markdown", page);
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("security-severity", score(row.severity()));
        properties.put("tags", List.of("security", row.id().section()));
        Map<String, Object> rule = new LinkedHashMap<>();
        rule.put("id", row.id().value());
        rule.put("shortDescription", Map.of("text", row.title()));
        rule.put("help", helpText);
        rule.put("defaultConfiguration", Map.of("level", level(row.severity())));
        rule.put("properties", properties);
        return rule;
    }

    private static Map<String, Object> invocation(Report report) {
        Map<String, Object> invocation = new LinkedHashMap<>();
        invocation.put("executionSuccessful", true);
        invocation.put("endTimeUtc", Times.rfc3339(report.at()));
        return invocation;
    }

    private static Map<String, Object> result(Assessment assessment, int ruleIndex) {
        // Section 3.27.9: `open` is evaluated without enough to decide; 3.27.10: anything but `fail` has no level.
        boolean open = assessment.verdict().state() == State.UNKNOWN;
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("ruleId", assessment.row().id().value());
        result.put("ruleIndex", ruleIndex);
        result.put("kind", open ? "open" : "fail");
        result.put("level", open ? "none" : level(assessment.severity()));
        result.put("message", Map.of("text", message(assessment)));
        result.put("locations", List.of(location(assessment.subject())));
        result.put(
                "partialFingerprints",
                Map.of(
                        "redoubt/v1",
                        assessment.row().id() + " " + assessment.subject() + " "
                                + assessment.vantage().text()));
        Waiver waiver = assessment.waiver();
        if (waiver != null) {
            result.put("suppressions", List.of(suppression(waiver)));
        }
        return result;
    }

    private static String message(Assessment assessment) {
        Account account = Account.of(assessment);
        List<String> lines = new ArrayList<>();
        lines.add(assessment.subject() + ": " + account.summary());
        lines.add("expected: " + account.expected());
        if (!account.observed().equals(account.summary())) {
            lines.add("observed: " + account.observed());
        }
        if (!account.mend().isEmpty()) {
            lines.add("mend: " + account.mend());
        }
        return String.join("\n", lines);
    }

    /// Code scanning refuses a whole file for one location that is not relative, so the subject stands there without
    /// its scheme, and whole as a logical location.
    private static Map<String, Object> location(Subject subject) {
        Map<String, Object> logical = new LinkedHashMap<>();
        logical.put("fullyQualifiedName", subject.toString());
        logical.put("kind", "resource");
        String path = subject.uri().getRawSchemeSpecificPart().replaceFirst("^/+", "");
        Map<String, Object> location = new LinkedHashMap<>();
        location.put("physicalLocation", Map.of("artifactLocation", Map.of("uri", relative(path))));
        location.put("logicalLocations", List.of(logical));
        return location;
    }

    private static String relative(String path) {
        return URLEncoder.encode(path, StandardCharsets.UTF_8).replace("%2F", "/");
    }

    private static Map<String, Object> suppression(Waiver waiver) {
        Map<String, Object> suppression = new LinkedHashMap<>();
        suppression.put("kind", "external");
        suppression.put("status", "accepted");
        suppression.put(
                "justification", waiver.reason() + " (waived by " + waiver.owner() + " until " + waiver.until() + ")");
        return suppression;
    }

    private static String level(Severity severity) {
        return switch (severity) {
            case CRITICAL, HIGH -> "error";
            case MEDIUM -> "warning";
            case LOW -> "note";
        };
    }

    /// Within the bands of code scanning: over 9.0 critical, 7.0 high, 4.0 medium, the rest low.
    private static String score(Severity severity) {
        return switch (severity) {
            case CRITICAL -> "9.5";
            case HIGH -> "8.0";
            case MEDIUM -> "5.5";
            case LOW -> "2.0";
        };
    }
}
