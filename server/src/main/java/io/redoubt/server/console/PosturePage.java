package io.redoubt.server.console;

import io.redoubt.assembly.Sections;
import io.redoubt.control.ControlId;
import io.redoubt.control.Standing;
import io.redoubt.control.Summary;
import io.redoubt.control.Turn;
import io.redoubt.server.view.Overview;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the service stands, on one page.
///
/// @param headline what there is to know first
/// @param nine     the sections of the guide
/// @param own      what is about Redoubt itself
/// @param toMend   what nobody answers for, the worst first
public record PosturePage(
        Mark mark,
        String headline,
        List<Cell> nine,
        List<Cell> own,
        List<Finding> toMend,
        List<Finding> waived,
        List<Change> turned,
        List<Gone> retired,
        List<String> notAssessedHere,
        Chart chart) {

    /// One section at a glance.
    ///
    /// @param counts what it holds, in words; empty where nothing is assessed
    public record Cell(
            String name, Mark mark, String counts, @Nullable When since) {}

    /// A verdict that is otherwise than before.
    public record Change(When at, String control, String subject, Mark before, Mark after, boolean drift) {

        static Change of(Turn turn, Instant now) {
            return new Change(
                    When.of(turn.at(), now),
                    turn.control().value(),
                    turn.of().map(Object::toString).orElse("a subject that is gone"),
                    Mark.of(turn.before()),
                    Mark.of(turn.after()),
                    turn.isDrift());
        }
    }

    /// What the policy names no more.
    public record Gone(String control, String subject, Mark last, When at) {

        static Gone of(Standing standing, Instant now) {
            return new Gone(
                    standing.control().value(),
                    standing.subject().toString(),
                    Mark.of(Standing.State.valueOf(standing.verdict().state().name())),
                    When.of(standing.since(), now));
        }
    }

    static PosturePage of(Overview overview, List<Turn> turns) {
        Instant now = overview.at();
        List<Cell> cells =
                overview.sections().stream().map(section -> cell(section, now)).toList();
        List<Finding> findings =
                overview.toMend().stream().map(held -> Finding.of(held, now)).toList();
        int nine = Sections.NINE.size();
        Summary summary = overview.summary();
        return new PosturePage(
                mark(summary),
                headline(summary),
                cells.subList(0, nine),
                cells.subList(nine, cells.size()),
                findings.stream().filter(finding -> !finding.waived()).toList(),
                findings.stream().filter(Finding::waived).toList(),
                overview.turned().stream().map(turn -> Change.of(turn, now)).toList(),
                overview.posture().retired().stream()
                        .map(standing -> Gone.of(standing, now))
                        .toList(),
                overview.scope().notAssessedHere().stream()
                        .map(ControlId::value)
                        .toList(),
                Chart.of(turns, now));
    }

    private static Cell cell(Overview.Section section, Instant now) {
        return new Cell(
                section.name(),
                Mark.of(section.state()),
                counts(section.summary()),
                section.since().map(at -> When.of(at, now)).orElse(null));
    }

    /// What there is none of is left out.
    private static String counts(Summary summary) {
        List<String> parts = new ArrayList<>();
        add(parts, summary.fail(), "fail");
        add(parts, summary.unknown(), "unknown");
        add(parts, summary.pass(), "pass");
        add(parts, summary.notApplicable(), "n/a");
        add(parts, summary.waived(), "waived");
        return String.join(" · ", parts);
    }

    private static void add(List<String> parts, int count, String word) {
        if (count > 0) {
            parts.add(count + " " + word);
        }
    }

    private static Mark mark(Summary summary) {
        if (summary.fail() > 0) {
            return Mark.of(Standing.State.FAIL);
        }
        return Mark.of(summary.unknown() > 0 ? Standing.State.UNKNOWN : Standing.State.PASS);
    }

    private static String headline(Summary summary) {
        if (summary.fail() + summary.unknown() == 0) {
            return "Nothing deviates in what was looked at";
        }
        List<String> parts = new ArrayList<>();
        if (summary.fail() > 0) {
            parts.add(summary.fail() + (summary.fail() == 1 ? " fails" : " fail"));
        }
        if (summary.unknown() > 0) {
            parts.add(summary.unknown() + (summary.unknown() == 1 ? " is not known" : " are not known"));
        }
        return String.join(", ", parts);
    }
}
