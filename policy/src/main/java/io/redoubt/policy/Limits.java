package io.redoubt.policy;

/// What one file may be at most, so that no text costs more than it is worth.
final class Limits {

    static final int BYTES = 1 << 20;
    static final int DEPTH = 32;
    static final int NODES = 20_000;
    static final int SCALAR = 16_384;
    /// A list of a thousand problems is read by nobody, and a hostile text could make many more.
    static final int PROBLEMS = 1_000;

    private Limits() {}
}
