package io.redoubt.control;

import java.time.Instant;

/// What is known of one control and subject from one vantage: the newest that was recorded.
///
/// @param state   the newest verdict, or that the subject has left
/// @param verdict the newest verdict; of a retired subject, the last one before it left
/// @param at      when the looking ended
/// @param since   when the state became what it is
public record Standing(
        ControlId control, Subject subject, Vantage vantage, State state, Verdict verdict, Instant at, Instant since) {

    /// A verdict's state, or that there is nothing to look at any more.
    public enum State {
        FAIL,
        UNKNOWN,
        PASS,
        NOT_APPLICABLE,
        /// The policy names the subject no more. What was wrong with it is not mended by that.
        RETIRED;

        static State of(Verdict verdict) {
            return valueOf(verdict.state().name());
        }
    }

    boolean isOf(ControlId otherControl, Subject otherSubject, Vantage otherVantage) {
        return control.equals(otherControl) && subject.equals(otherSubject) && vantage == otherVantage;
    }
}
