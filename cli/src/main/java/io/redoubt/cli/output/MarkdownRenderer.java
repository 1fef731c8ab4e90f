package io.redoubt.cli.output;

import io.redoubt.control.Assessment;
import io.redoubt.control.ControlId;
import io.redoubt.control.Deviation;
import io.redoubt.control.Verdict.Fail;
import io.redoubt.control.Verdict.NotApplicable;
import io.redoubt.control.Verdict.Pass;
import io.redoubt.control.Verdict.Unknown;
import io.redoubt.control.Waiver;
import io.redoubt.control.WorstFirst;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// `--format markdown`: a comment on a pull request.
public final class MarkdownRenderer implements ReportRenderer {

    private static final String HEAD = """
            | | severity | control | subject | what |
            | --- | --- | --- | --- | --- |
            """;

    @Override
    public String render(Report report) {
        List<Assessment> told = report.assessments().stream()
                .filter(Columns::isBlock)
                .sorted(WorstFirst.ORDER)
                .toList();
        List<String> paragraphs = new ArrayList<>();
        paragraphs.add("### Redoubt: " + String.join(", ", SummaryText.parts(report.summary())));
        if (!told.isEmpty()) {
            paragraphs.add(HEAD + told.stream().map(MarkdownRenderer::row).collect(Collectors.joining("\n")));
            told.forEach(assessment -> paragraphs.add(details(assessment)));
        }
        if (!report.notDeclared().isEmpty()) {
            paragraphs.add("Not declared: " + String.join(", ", report.notDeclared()));
        }
        if (!report.notAssessedHere().isEmpty()) {
            paragraphs.add("Not assessed here: "
                    + report.notAssessedHere().stream().map(ControlId::value).collect(Collectors.joining(", ")));
        }
        paragraphs.add(foot(report));
        return String.join("\n\n", paragraphs) + "\n";
    }

    private static String row(Assessment assessment) {
        return "| " + Columns.word(assessment.verdict().state()) + (assessment.waived() ? ", waived" : "")
                + " | " + assessment.severity().text()
                + " | " + assessment.row().id()
                + " | " + Markdown.code(assessment.subject().toString())
                + " | " + Markdown.code(Account.of(assessment).summary())
                + " |";
    }

    private static String details(Assessment assessment) {
        List<String> paragraphs = new ArrayList<>();
        paragraphs.add("<details><summary>" + assessment.row().id() + " on "
                + Markdown.code(assessment.subject().toString()) + "</summary>");
        Waiver waiver = assessment.waiver();
        if (waiver != null) {
            paragraphs.add("Waived by " + Markdown.code(waiver.owner()) + " until " + waiver.until() + ": "
                    + Markdown.code(waiver.reason()));
        }
        switch (assessment.verdict()) {
            case Fail fail -> fail.deviations().forEach(deviation -> paragraphs.add(deviation(deviation)));
            case Unknown(String why, String mend) ->
                paragraphs.add(mend.isEmpty() ? Markdown.code(why) : Markdown.fence(mend));
            case Pass _, NotApplicable _ -> throw new IllegalStateException("nothing to tell");
        }
        paragraphs.add("</details>");
        return String.join("\n\n", paragraphs);
    }

    private static String deviation(Deviation deviation) {
        String text = "- " + deviation.severity().text() + ": " + Markdown.code(deviation.summary())
                + "\n- expected: " + Markdown.code(deviation.expected())
                + "\n- observed: " + Markdown.code(deviation.observed());
        return deviation.mend().isEmpty() ? text : text + "\n\n" + Markdown.fence(deviation.mend());
    }

    private static String foot(Report report) {
        PolicyName policy = report.policy();
        return (policy == null
                        ? "No policy: measured against the defaults"
                        : "Policy " + Markdown.code(policy.digest()))
                + ", " + Times.rfc3339(report.at()) + ".";
    }
}
