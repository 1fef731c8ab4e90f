package io.redoubt.cli.output;

import io.redoubt.control.Assessment;
import io.redoubt.control.Severity;
import io.redoubt.control.Verdict.State;
import java.util.List;

/// What the process tells the one that started it.
public enum ExitStatus {
    /// Nothing that matters at this severity, and something was seen.
    SOUND(0),
    /// A Fail that nobody answers for.
    FAILED(1),
    /// The command line or the policy is wrong: decided before anything is looked at.
    USAGE(2),
    /// An Unknown that nobody answers for, or nothing could be assessed at all.
    UNKNOWN(3);

    private final int code;

    ExitStatus(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /// @param failOn what is milder counts for nothing; an Unknown is as severe as the ceiling of its control
    public static ExitStatus of(List<Assessment> assessments, Severity failOn) {
        if (counts(assessments, State.FAIL, failOn)) {
            return FAILED;
        }
        boolean sawSomething = assessments.stream()
                .anyMatch(assessment ->
                        assessment.waived() || assessment.verdict().state() != State.UNKNOWN);
        return !sawSomething || counts(assessments, State.UNKNOWN, failOn) ? UNKNOWN : SOUND;
    }

    private static boolean counts(List<Assessment> assessments, State state, Severity failOn) {
        return assessments.stream()
                .anyMatch(assessment -> assessment.verdict().state() == state
                        && !assessment.waived()
                        && assessment.severity().atLeast(failOn));
    }
}
