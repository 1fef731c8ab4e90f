package io.redoubt.cli.output;

import io.redoubt.control.Assessment;
import io.redoubt.control.ControlId;
import io.redoubt.control.Deviation;
import io.redoubt.control.Subject;
import io.redoubt.control.Summary;
import io.redoubt.control.Verdict.Fail;
import io.redoubt.control.Waiver;
import io.redoubt.policy.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `--format json`, format 1: it only grows. Its schema is `check-1.schema.json` beside this class's resources.
public final class JsonRenderer implements ReportRenderer {

    private static final int FORMAT = 1;

    @Override
    public String render(Report report) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("format", FORMAT);
        json.put("policy", policy(report.policy()));
        json.put("at", Times.rfc3339(report.at()));
        json.put("summary", summary(report.summary()));
        json.put("verdicts", report.assessments().stream().map(this::verdict).toList());
        return Json.pretty(json);
    }

    @Nullable
    Map<String, @Nullable Object> policy(@Nullable PolicyName policy) {
        if (policy == null) {
            return null;
        }
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("file", policy.file());
        json.put("environment", policy.environment());
        json.put("digest", policy.digest());
        return json;
    }

    Map<String, Object> summary(Summary summary) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("pass", summary.pass());
        json.put("fail", summary.fail());
        json.put("unknown", summary.unknown());
        json.put("notApplicable", summary.notApplicable());
        json.put("waived", summary.waived());
        json.put("notDeclared", summary.notDeclared());
        json.put(
                "notAssessedHere",
                summary.notAssessedHere().stream().map(ControlId::value).toList());
        return json;
    }

    Map<String, @Nullable Object> verdict(Assessment assessment) {
        Account account = Account.of(assessment);
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("control", assessment.row().id().value());
        json.put("section", assessment.row().id().section());
        json.put("severity", assessment.severity().text());
        json.put("subject", assessment.subject().toString());
        json.put("vantage", assessment.vantage().text());
        json.put("verdict", assessment.verdict().state().name());
        json.put("expected", account.expected());
        json.put("observed", account.observed());
        json.put("mend", account.mend());
        json.put("at", Times.rfc3339(assessment.at()));
        json.put("deviations", deviations(assessment));
        json.put("waiver", waiver(assessment.waiver()));
        return json;
    }

    private List<Map<String, Object>> deviations(Assessment assessment) {
        return assessment.verdict() instanceof Fail fail
                ? fail.deviations().stream().map(this::deviation).toList()
                : List.of();
    }

    private Map<String, Object> deviation(Deviation deviation) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("severity", deviation.severity().text());
        json.put("summary", deviation.summary());
        json.put("expected", deviation.expected());
        json.put("observed", deviation.observed());
        json.put("mend", deviation.mend());
        return json;
    }

    private @Nullable Map<String, @Nullable Object> waiver(@Nullable Waiver waiver) {
        if (waiver == null) {
            return null;
        }
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("control", waiver.control().value());
        json.put("subject", waiver.onlySubject().map(Subject::toString).orElse(null));
        json.put("owner", waiver.owner());
        json.put("reason", waiver.reason());
        json.put("until", waiver.until().toString());
        return json;
    }
}
