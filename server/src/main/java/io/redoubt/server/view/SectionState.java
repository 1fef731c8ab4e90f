package io.redoubt.server.view;

import io.redoubt.control.Summary;
import io.redoubt.control.Verdict.State;

/// How a section stands, in the words of `redoubt status`.
public enum SectionState {
    FAIL("FAIL"),
    UNKNOWN("UNKNOWN"),
    PASS("PASS"),
    NOT_APPLICABLE("N/A"),
    NOT_DECLARED("not declared"),
    NOT_ASSESSED_HERE("not assessed here"),
    NOTHING_TO_LOOK_AT("nothing to look at");

    private final String word;

    SectionState(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    boolean isBad() {
        return this == FAIL || this == UNKNOWN;
    }

    public static SectionState of(State state) {
        return switch (state) {
            case FAIL -> FAIL;
            case UNKNOWN -> UNKNOWN;
            case PASS -> PASS;
            case NOT_APPLICABLE -> NOT_APPLICABLE;
        };
    }

    /// Its worst; what is waived counts as assessed.
    static SectionState of(Summary summary) {
        if (summary.fail() > 0) {
            return FAIL;
        }
        if (summary.unknown() > 0) {
            return UNKNOWN;
        }
        return summary.pass() + summary.waived() > 0 ? PASS : NOT_APPLICABLE;
    }
}
