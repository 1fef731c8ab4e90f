package io.redoubt.control;

import io.redoubt.control.Verdict.State;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A deviation that somebody answers for until a day. The verdict stays what it is and is counted apart; when the day
/// has passed it counts again.
///
/// @param subject null where the control is waived for all of its subjects
/// @param until   the last day on which it applies, in UTC
public record Waiver(ControlId control, @Nullable Subject subject, String owner, String reason, LocalDate until) {

    /// A waiver ends at most so many days after the day on which it is read.
    public static final int LONGEST_DAYS = 365;

    public Waiver {
        if (owner.isBlank() || reason.isBlank()) {
            throw new IllegalArgumentException("a waiver names an owner and a reason: " + control);
        }
    }

    public Optional<Subject> onlySubject() {
        return Optional.ofNullable(subject);
    }

    public boolean appliesOn(LocalDate today) {
        return !today.isAfter(until);
    }

    /// Whether it is about this assessment: Pass and NotApplicable leave nothing to waive.
    public boolean covers(Assessment assessment) {
        State state = assessment.verdict().state();
        return (state == State.FAIL || state == State.UNKNOWN)
                && control.equals(assessment.row().id())
                && (subject == null || subject.equals(assessment.subject()));
    }
}
