package io.redoubt.control;

import java.util.Locale;

/// How much a deviation matters, the worst first.
public enum Severity {
    CRITICAL,
    HIGH,
    MEDIUM,
    LOW;

    /// As it is written in policies, on the command line and in output: `critical`.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean atLeast(Severity other) {
        return compareTo(other) <= 0;
    }

    public Severity worse(Severity other) {
        return atLeast(other) ? this : other;
    }

    /// The milder of the two: a deviation is never worse than the ceiling of its control.
    public Severity notAbove(Severity ceiling) {
        return ceiling.atLeast(this) ? this : ceiling;
    }
}
