package io.redoubt.cli.output;

import io.redoubt.control.Assessment;
import io.redoubt.control.Deviation;
import io.redoubt.control.Subject;
import io.redoubt.control.Verdict.Fail;
import io.redoubt.control.Verdict.NotApplicable;
import io.redoubt.control.Verdict.Pass;
import io.redoubt.control.Verdict.Unknown;
import io.redoubt.control.Waiver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// `--format junit`: the XML that CI servers show. A suite a subject; Fail is a failure, Unknown an error, what is
/// waived or not applicable is skipped with its reason.
public final class JunitRenderer implements ReportRenderer {

    @Override
    public String render(Report report) {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.append("<testsuites name=\"redoubt check\"")
                .append(counts(report.assessments()))
                .append(">\n");
        for (Map.Entry<Subject, List<Assessment>> entry : report.bySubject().entrySet()) {
            suite(xml, report, entry.getKey(), entry.getValue());
        }
        return xml.append("</testsuites>\n").toString();
    }

    private static void suite(StringBuilder xml, Report report, Subject subject, List<Assessment> assessments) {
        xml.append("  <testsuite")
                .append(attribute("name", subject.toString()))
                .append(attribute("timestamp", Times.rfc3339(report.at())))
                .append(counts(assessments))
                .append(">\n");
        for (Assessment assessment : assessments) {
            testCase(xml, assessment);
        }
        xml.append("  </testsuite>\n");
    }

    private static String counts(List<Assessment> assessments) {
        Map<Outcome, Long> counts =
                assessments.stream().collect(Collectors.groupingBy(JunitRenderer::outcome, Collectors.counting()));
        Duration took = assessments.stream().map(Assessment::took).reduce(Duration.ZERO, Duration::plus);
        return attribute("tests", String.valueOf(assessments.size()))
                + attribute("failures", String.valueOf(counts.getOrDefault(Outcome.FAILURE, 0L)))
                + attribute("errors", String.valueOf(counts.getOrDefault(Outcome.ERROR, 0L)))
                + attribute("skipped", String.valueOf(counts.getOrDefault(Outcome.SKIPPED, 0L)))
                + attribute("time", Times.thousandths(took));
    }

    private enum Outcome {
        PASSED,
        FAILURE,
        ERROR,
        SKIPPED
    }

    private static Outcome outcome(Assessment assessment) {
        if (assessment.waived()) {
            return Outcome.SKIPPED;
        }
        return switch (assessment.verdict()) {
            case Fail _ -> Outcome.FAILURE;
            case Unknown _ -> Outcome.ERROR;
            case Pass _ -> Outcome.PASSED;
            case NotApplicable _ -> Outcome.SKIPPED;
        };
    }

    private static void testCase(StringBuilder xml, Assessment assessment) {
        xml.append("    <testcase")
                .append(attribute("classname", assessment.row().id().section()))
                .append(attribute("name", assessment.row().id().value()))
                .append(attribute("time", Times.thousandths(assessment.took())));
        String inside = inside(assessment);
        xml.append(inside.isEmpty() ? "/>\n" : ">\n      " + inside + "\n    </testcase>\n");
    }

    private static String inside(Assessment assessment) {
        Waiver waiver = assessment.waiver();
        if (waiver != null) {
            return skipped("%s, waived by %s until %s: %s"
                    .formatted(Account.of(assessment).summary(), waiver.owner(), waiver.until(), waiver.reason()));
        }
        return switch (assessment.verdict()) {
            case Pass _ -> "";
            case NotApplicable(String why) -> skipped("not applicable: " + why);
            case Unknown(String why, String mend) -> problem("error", why, "unknown", mend);
            case Fail fail ->
                problem(
                        "failure",
                        fail.worst().summary(),
                        fail.worst().severity().text(),
                        fail.deviations().stream().map(JunitRenderer::text).collect(Collectors.joining("\n\n")));
        };
    }

    private static String text(Deviation deviation) {
        return "%s (%s)\nexpected: %s\nobserved: %s\nmend: %s"
                .formatted(
                        deviation.summary(),
                        deviation.severity().text(),
                        deviation.expected(),
                        deviation.observed(),
                        deviation.mend());
    }

    private static String skipped(String message) {
        return "<skipped" + attribute("message", message) + "/>";
    }

    private static String problem(String element, String message, String type, String body) {
        return "<" + element + attribute("message", message) + attribute("type", type) + ">" + Xml.text(body) + "</"
                + element + ">";
    }

    private static String attribute(String name, String value) {
        return " " + name + "=\"" + Xml.attribute(value) + "\"";
    }
}
