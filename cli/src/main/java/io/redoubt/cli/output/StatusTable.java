package io.redoubt.cli.output;

import io.redoubt.cli.output.Terminal.Paint;
import io.redoubt.control.Assessment;
import io.redoubt.control.Change;
import io.redoubt.control.ChangeState;
import io.redoubt.control.ControlId;
import io.redoubt.control.Posture;
import io.redoubt.control.Standing;
import io.redoubt.control.Subject;
import io.redoubt.control.Summary;
import io.redoubt.control.Turn;
import io.redoubt.control.Verdict.State;
import io.redoubt.control.WorstFirst;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// `redoubt status` for people: the sections at a glance, what is wrong, and what has changed.
public final class StatusTable {

    private static final String ROW = "%-15s %-8s %4s %7s %4s %4s %6s   %s";
    private static final int MOST_BLOCKS = 20;

    private final Terminal terminal;
    private final String inUse;

    /// @param inUse the options that a command needs to be about the same service, a blank before them
    public StatusTable(Terminal terminal, String inUse) {
        this.terminal = terminal;
        this.inUse = Visible.of(inUse);
    }

    public String render(Status status) {
        List<String> paragraphs = new ArrayList<>();
        paragraphs.add(Visible.of(status.service()) + "   "
                + time(status.at()) + "\npolicy    "
                + Visible.of(status.policy().file())
                + status.policy().overlay().map(name -> " for " + name).orElse("") + ", "
                + status.policy().digest() + "\n          " + status.activation() + "\nrecorded  "
                + Visible.of(status.recordedIn()) + ", " + Count.entries(status.entries()) + " of evidence"
                + (status.epoch() == 1 ? "" : ", in epoch " + status.epoch()));
        paragraphs.add(glance(status));
        blocks(status).forEach(paragraphs::add);
        paragraphs.add(list(
                "changed in the last day",
                status.turned().stream()
                        .filter(turn -> turn.before() != null)
                        .map(StatusTable::turn)
                        .toList()));
        paragraphs.add(list(
                "retired: the policy names them no more",
                status.posture().retired().stream().map(StatusTable::retired).toList()));
        paragraphs.add(
                list("changes", status.changes().stream().map(this::change).toList()));
        paragraphs.add(
                status.notAssessedHere().isEmpty()
                        ? ""
                        : new HangingLine(terminal.width(), 2)
                                .of(
                                        "not assessed here: ",
                                        "not assessed here: ".length(),
                                        status.notAssessedHere().stream()
                                                .map(ControlId::value)
                                                .toList(),
                                        "  "));
        paragraphs.add(String.join(
                        "   ",
                        SummaryText.parts(Summary.of(
                                status.posture().assessments(), status.notDeclared(), status.notAssessedHere())))
                + next(status));
        return paragraphs.stream().filter(Predicate.not(String::isEmpty)).collect(Collectors.joining("\n\n")) + "\n";
    }

    private String glance(Status status) {
        List<String> lines = new ArrayList<>();
        lines.add(ROW.formatted("section", "", "fail", "unknown", "pass", "n/a", "waived", "since")
                .stripTrailing());
        for (String section : status.sections()) {
            lines.add(section(section, status));
        }
        return String.join("\n", lines);
    }

    private String section(String section, Status status) {
        List<Posture.Held> held = status.of(section);
        if (held.isEmpty()) {
            String why = why(section, status);
            return terminal.paint(Paint.FAINT, "%-15s %s".formatted(section, why));
        }
        List<Assessment> assessments = Status.assessments(held);
        Summary summary = Summary.of(assessments, List.of(), List.of());
        State worst = worst(summary);
        String since = held.stream()
                .filter(one -> one.assessment().verdict().state() == worst)
                .map(Posture.Held::from)
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder())
                .map(StatusTable::time)
                .orElse("never looked at");
        String line = ROW.formatted(
                section,
                Columns.word(worst),
                summary.fail(),
                summary.unknown(),
                summary.pass(),
                summary.notApplicable(),
                summary.waived(),
                since);
        return terminal.paint(paint(worst), line);
    }

    private static String why(String section, Status status) {
        if (status.notDeclared().contains(section)) {
            return "not declared";
        }
        boolean notHere =
                status.notAssessedHere().stream().anyMatch(id -> id.section().equals(section));
        return notHere ? "not assessed here" : "nothing to look at";
    }

    private static State worst(Summary summary) {
        if (summary.fail() > 0) {
            return State.FAIL;
        }
        if (summary.unknown() > 0) {
            return State.UNKNOWN;
        }
        return summary.pass() + summary.waived() > 0 ? State.PASS : State.NOT_APPLICABLE;
    }

    private static Paint paint(State state) {
        return switch (state) {
            case FAIL -> Paint.BAD;
            case UNKNOWN -> Paint.DOUBT;
            case PASS -> Paint.GOOD;
            case NOT_APPLICABLE -> Paint.FAINT;
        };
    }

    private List<String> blocks(Status status) {
        List<Assessment> wrong = status.posture().assessments().stream()
                .filter(Columns::isBlock)
                .sorted(WorstFirst.ORDER)
                .toList();
        Columns columns = Columns.of(wrong);
        Map<Subject, List<Assessment>> bySubject = new LinkedHashMap<>();
        wrong.stream()
                .limit(MOST_BLOCKS)
                .forEach(assessment -> bySubject
                        .computeIfAbsent(assessment.subject(), _ -> new ArrayList<>())
                        .add(assessment));
        List<String> blocks = new ArrayList<>();
        bySubject.forEach((subject, assessments) -> {
            blocks.add(terminal.paint(Paint.STRONG, Visible.of(subject.toString())));
            assessments.forEach(assessment -> blocks.add(new Block(terminal, columns, assessment).text()));
        });
        if (wrong.size() > MOST_BLOCKS) {
            blocks.add("and " + (wrong.size() - MOST_BLOCKS) + " more: redoubt status --format json");
        }
        return blocks;
    }

    private static String turn(Turn turn) {
        String from = Optional.ofNullable(turn.before()).map(StatusTable::word).orElse("new");
        return time(turn.at()) + "   " + turn.control() + "   "
                + Visible.of(turn.of().map(Object::toString).orElse("a subject that is gone")) + "   " + from + " → "
                + word(turn.after()) + (turn.isDrift() ? "   drift" : "");
    }

    private static String retired(Standing standing) {
        return standing.control() + "   " + Visible.of(standing.subject().toString()) + "   was "
                + Columns.word(standing.verdict().state()) + ", retired " + time(standing.since());
    }

    private String change(Change change) {
        String line = change.id() + "   " + change.state().text() + "   "
                + Visible.of(change.plan().summary());
        return change.state() instanceof ChangeState.Verified verified
                ? line + "\n    undone at " + time(verified.ends()) + " unless: redoubt confirm " + change.id() + inUse
                : line;
    }

    private static String word(Standing.State state) {
        return state == Standing.State.NOT_APPLICABLE ? "N/A" : state.name().toLowerCase(Locale.ROOT);
    }

    private static String list(String title, List<String> lines) {
        return lines.isEmpty() ? "" : title + "\n  " + String.join("\n  ", lines);
    }

    private String next(Status status) {
        List<Assessment> all = status.posture().assessments();
        boolean fails = all.stream().anyMatch(one -> one.verdict().state() == State.FAIL && !one.waived());
        return all.stream()
                .filter(Columns::isBlock)
                .min(WorstFirst.ORDER)
                .map(worst ->
                        "\nnext: redoubt explain " + worst.row().id() + (fails ? "   |   redoubt plan" + inUse : ""))
                .orElse("");
    }

    private static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
