package io.redoubt.cli.output;

import io.redoubt.control.Assessment;
import io.redoubt.control.Verdict.State;
import java.util.List;
import java.util.function.ToIntFunction;

/// How wide the columns of a report are, their gaps included.
record Columns(int state, int severity, int control) {

    static Columns of(List<Assessment> assessments) {
        List<Assessment> shown = assessments.stream().filter(Columns::isBlock).toList();
        return new Columns(
                Math.max(
                        6,
                        2
                                + longest(
                                        shown,
                                        assessment -> word(assessment.verdict().state())
                                                .length())),
                2 + longest(shown, assessment -> assessment.severity().text().length()),
                3 + longest(shown, assessment -> assessment.row().id().value().length()));
    }

    /// Whether it is told in a block of its own, not only by name.
    static boolean isBlock(Assessment assessment) {
        State state = assessment.verdict().state();
        return state == State.FAIL || state == State.UNKNOWN;
    }

    static String word(State state) {
        return switch (state) {
            case FAIL -> "FAIL";
            case UNKNOWN -> "UNKNOWN";
            case PASS -> "PASS";
            case NOT_APPLICABLE -> "N/A";
        };
    }

    static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static int longest(List<Assessment> assessments, ToIntFunction<Assessment> length) {
        return assessments.stream().mapToInt(length).max().orElse(0);
    }
}
