package io.redoubt.policy;

/// Whether a section may change the world.
public enum Mode {
    /// Only look.
    VERIFY,
    /// Change what deviates, with a plan shown first.
    ENFORCE;

    public static final ScalarType<Mode> TYPE = ScalarType.words("a mode", values());
}
