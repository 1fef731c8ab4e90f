package io.redoubt.control;

import java.util.Comparator;
import java.util.List;

/// What reality answered for one control and subject.
public sealed interface Verdict {

    /// Which of the four it is, the worst first: a control over several subjects is its worst.
    enum State {
        FAIL,
        UNKNOWN,
        PASS,
        NOT_APPLICABLE
    }

    /// @param observed what was seen, in one line
    record Pass(String observed) implements Verdict {}

    /// @param deviations at least one, the worst first
    record Fail(List<Deviation> deviations) implements Verdict {
        public Fail {
            if (deviations.isEmpty()) {
                throw new IllegalArgumentException("a Fail names what deviates");
            }
            deviations = deviations.stream()
                    .sorted(Comparator.comparing(Deviation::severity))
                    .toList();
        }

        public Deviation worst() {
            return deviations.getFirst();
        }
    }

    /// Could not look, or not well enough to tell.
    ///
    /// @param why  one line
    /// @param mend what would let Redoubt look, or empty
    record Unknown(String why, String mend) implements Verdict {}

    /// Looked, and there is nothing to judge.
    record NotApplicable(String why) implements Verdict {}

    /// `Pass` where nothing deviates.
    static Verdict of(List<Deviation> deviations, String observed) {
        return deviations.isEmpty() ? new Pass(observed) : new Fail(deviations);
    }

    default State state() {
        return switch (this) {
            case Fail _ -> State.FAIL;
            case Unknown _ -> State.UNKNOWN;
            case Pass _ -> State.PASS;
            case NotApplicable _ -> State.NOT_APPLICABLE;
        };
    }
}
