package io.redoubt.cli.output;

import io.redoubt.cli.output.Terminal.Paint;
import io.redoubt.control.Assessment;
import io.redoubt.control.ControlId;
import io.redoubt.control.Subject;
import io.redoubt.control.Verdict.State;
import io.redoubt.control.WorstFirst;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `--format table`: for people. Paragraphs apart by blank lines; what is wrong first, the worst of it on top.
public final class TableRenderer implements ReportRenderer {

    private final Terminal terminal;
    private final String inUse;

    /// @param inUse the options that a command needs to be about the same service, a blank before them
    public TableRenderer(Terminal terminal, String inUse) {
        this.terminal = terminal;
        this.inUse = inUse;
    }

    @Override
    public String render(Report report) {
        Columns columns = Columns.of(report.assessments());
        List<String> paragraphs = new ArrayList<>();
        paragraphs.add(header(report));
        for (Map.Entry<Subject, List<Assessment>> entry : report.bySubject().entrySet()) {
            paragraphs.add(subject(entry.getKey(), report.note(entry.getKey())));
            entry.getValue().stream()
                    .filter(Columns::isBlock)
                    .sorted(WorstFirst.ORDER)
                    .map(assessment -> new Block(terminal, columns, assessment).text())
                    .forEach(paragraphs::add);
            paragraphs.add(lines(passed(columns, entry.getValue()), notApplicable(columns, entry.getValue())));
        }
        paragraphs.add(lines(
                list("not declared: ", report.notDeclared()),
                list(
                        "not assessed here: ",
                        report.notAssessedHere().stream().map(ControlId::value).toList())));
        paragraphs.add(lines(String.join("   ", SummaryText.parts(report.summary())), next(report)));
        return paragraphs.stream().filter(Predicate.not(String::isEmpty)).collect(Collectors.joining("\n\n")) + "\n";
    }

    private static String header(Report report) {
        PolicyName policy = report.policy();
        String against = "no policy: measured against the defaults";
        if (policy != null) {
            against =
                    policy.file() + policy.overlay().map(name -> " for " + name).orElse("") + ", " + policy.digest();
        }
        String recordedIn = report.recordedIn();
        return Visible.of(against + "; " + (recordedIn == null ? "nothing recorded" : "recorded in " + recordedIn));
    }

    private String subject(Subject subject, Optional<SubjectNote> note) {
        String name = terminal.paint(Paint.STRONG, Visible.of(subject.toString()));
        return note.map(known -> Stream.of(
                                List.of(name),
                                known.addresses().stream().map(Visible::of).toList(),
                                List.of(Times.tenths(known.took())))
                        .flatMap(List::stream)
                        .collect(Collectors.joining("   ")))
                .orElse(name);
    }

    private String passed(Columns columns, List<Assessment> assessments) {
        List<String> names = assessments.stream()
                .filter(assessment -> assessment.verdict().state() == State.PASS)
                .map(assessment -> assessment.row().id().value())
                .toList();
        return names.isEmpty() ? "" : quiet(columns, State.PASS, Paint.GOOD, names);
    }

    private String notApplicable(Columns columns, List<Assessment> assessments) {
        List<String> names = assessments.stream()
                .filter(assessment -> assessment.verdict().state() == State.NOT_APPLICABLE)
                .map(assessment -> assessment.row().id() + " ("
                        + Visible.of(Account.of(assessment).summary()) + ")")
                .toList();
        return names.isEmpty() ? "" : quiet(columns, State.NOT_APPLICABLE, Paint.FAINT, names);
    }

    private String quiet(Columns columns, State state, Paint paint, List<String> names) {
        String word = Columns.word(state);
        String lead = terminal.paint(paint, word) + " ".repeat(columns.state() - word.length());
        return new HangingLine(terminal.width(), columns.state()).of(lead, columns.state(), names, "  ");
    }

    private String list(String label, List<String> names) {
        return names.isEmpty() ? "" : new HangingLine(terminal.width(), 2).of(label, label.length(), names, "  ");
    }

    private String next(Report report) {
        List<String> commands = new ArrayList<>();
        report.assessments().stream()
                .filter(Columns::isBlock)
                .min(WorstFirst.ORDER)
                .ifPresent(
                        worst -> commands.add("redoubt explain " + worst.row().id()));
        if (report.policy() == null || report.recordedIn() == null) {
            commands.add("redoubt init" + Visible.of(inUse));
        }
        return commands.isEmpty() ? "" : "next: " + String.join("   |   ", commands);
    }

    private static String lines(String... lines) {
        return Stream.of(lines).filter(Predicate.not(String::isEmpty)).collect(Collectors.joining("\n"));
    }
}
