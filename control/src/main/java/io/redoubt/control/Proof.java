package io.redoubt.control;

/// Whether a change is seen to work.
public sealed interface Proof {

    /// @param observed what was seen, one line
    record Given(String observed) implements Proof {}

    /// @param why one line
    record Missing(String why) implements Proof {}
}
