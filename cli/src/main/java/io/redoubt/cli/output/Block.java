package io.redoubt.cli.output;

import io.redoubt.cli.output.Terminal.Paint;
import io.redoubt.control.Assessment;
import io.redoubt.control.Deviation;
import io.redoubt.control.Severity;
import io.redoubt.control.Verdict.Fail;
import io.redoubt.control.Verdict.NotApplicable;
import io.redoubt.control.Verdict.Pass;
import io.redoubt.control.Verdict.State;
import io.redoubt.control.Verdict.Unknown;
import io.redoubt.control.Waiver;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// One Fail or Unknown: a first line that says what is wrong, and under it what was expected, observed, and the mend.
record Block(Terminal terminal, Columns columns, Assessment assessment) {

    private static final int LABEL = 10;

    String text() {
        List<String> lines = new ArrayList<>();
        lines.add(first());
        Waiver waiver = assessment.waiver();
        if (waiver != null) {
            lines.add(prose("waived", "by %s until %s: %s".formatted(waiver.owner(), waiver.until(), waiver.reason())));
        }
        switch (assessment.verdict()) {
            case Fail fail -> deviations(lines, fail.deviations());
            case Unknown unknown -> mend(lines, unknown.mend());
            case Pass _, NotApplicable _ ->
                throw new IllegalStateException("nothing to tell of " + assessment.verdict());
        }
        return String.join("\n", lines);
    }

    private String first() {
        State state = assessment.verdict().state();
        Severity severity = assessment.severity();
        Paint paint = paint(state, severity);
        int lead = columns.state() + columns.severity() + columns.control();
        String shown = terminal.paint(paint, Columns.word(state))
                + " ".repeat(columns.state() - Columns.word(state).length())
                + terminal.paint(paint, severity.text())
                + " ".repeat(columns.severity() - severity.text().length())
                + Columns.pad(assessment.row().id().value(), columns.control());
        return new HangingLine(terminal.width(), columns.state())
                .of(shown, lead, words(Account.of(assessment).summary()), " ");
    }

    private Paint paint(State state, Severity severity) {
        if (assessment.waived()) {
            return Paint.FAINT;
        }
        if (state == State.UNKNOWN) {
            return Paint.DOUBT;
        }
        return severity.atLeast(Severity.HIGH) ? Paint.ALARM : Paint.BAD;
    }

    /// What a further deviation has in common with one before it is told once.
    private void deviations(List<String> lines, List<Deviation> deviations) {
        Set<String> told = new LinkedHashSet<>();
        for (Deviation deviation : deviations) {
            if (!told.isEmpty()) {
                lines.add(prose("also", deviation.severity().text() + ": " + deviation.summary()));
            }
            if (told.add("expected " + deviation.expected())) {
                lines.add(prose("expected", deviation.expected()));
            }
            if (told.add("observed " + deviation.observed())) {
                lines.add(prose("observed", deviation.observed()));
            }
            if (told.add("mend " + deviation.mend())) {
                mend(lines, deviation.mend());
            }
        }
    }

    private String prose(String label, String text) {
        int indent = columns.state() + LABEL;
        return new HangingLine(terminal.width(), indent).of(label(label), indent, words(text), " ");
    }

    /// Its lines are copied into files and shells: they are never wrapped.
    private void mend(List<String> lines, String mend) {
        String lead = label("mend");
        for (String line : mend.lines().toList()) {
            lines.add(lead + Visible.of(line));
            lead = label("");
        }
    }

    private String label(String label) {
        return (" ".repeat(columns.state()) + Columns.pad(label, LABEL));
    }

    private static List<String> words(String text) {
        return List.of(Visible.of(text).split(" ", -1));
    }
}
