package io.redoubt.control;

import java.util.List;

/// What a plan mends: deviations of one control on one subject.
///
/// @param mended the summaries of the deviations that go away, at least one
/// @param left   the summaries of those that the plan leaves alone
public record Mended(ControlId control, Subject subject, List<String> mended, List<String> left) {

    public Mended {
        if (mended.isEmpty()) {
            throw new IllegalArgumentException("a plan that mends nothing");
        }
        mended = List.copyOf(mended);
        left = List.copyOf(left);
    }
}
