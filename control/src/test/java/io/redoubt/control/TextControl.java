package io.redoubt.control;

import java.time.Instant;
import java.util.List;

/// Sees a text of each subject; passes where that is `good`, fails where it is anything else.
record TextControl(Row row, List<Subject> subjects, Look look) implements Control<String> {

    static final Instant SEEN = Instant.parse("2026-07-01T08:11:00Z");

    /// What a test lets a control see, or how it lets it break.
    @FunctionalInterface
    interface Look {
        String at(Subject subject) throws CannotLookException, InterruptedException;
    }

    static TextControl of(String id, Look look, String... subjects) {
        return of(id, look, List.of(subjects).stream().map(Subject::of).toList());
    }

    static TextControl of(String id, Look look, List<Subject> subjects) {
        return new TextControl(Row.of(id, "a text is good", Severity.HIGH, Vantage.WIRE), subjects, look);
    }

    @Override
    public Reading<String> read(Subject subject) throws CannotLookException, InterruptedException {
        return new Reading<>(subject, Vantage.WIRE, SEEN, look.at(subject));
    }

    @Override
    public Verdict judge(Reading<String> reading) {
        return switch (reading.seen()) {
            case "good" -> new Verdict.Pass("good");
            case "nothing" -> new Verdict.NotApplicable("nothing there");
            case "unjudgeable" -> throw new IllegalStateException("password: hunter2");
            default ->
                new Verdict.Fail(List.of(
                        new Deviation(Severity.MEDIUM, "is " + reading.seen(), "good", reading.seen(), "mend it"),
                        new Deviation(Severity.CRITICAL, "worse", "good", reading.seen(), "mend it")));
        };
    }
}
