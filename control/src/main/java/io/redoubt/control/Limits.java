package io.redoubt.control;

import java.time.Duration;

/// How much an assessor may ask of the world and of its own machine.
///
/// @param atOnce    assessments side by side
/// @param perHost   of these, the most that one host bears ([Control#host])
/// @param timeout   how long one subject may be looked at, by all of its controls together
/// @param abandoned threads beyond `atOnce` that may hang in what can't be interrupted
public record Limits(int atOnce, int perHost, Duration timeout, int abandoned) {

    public Limits {
        if (atOnce < 1 || perHost < 1 || abandoned < 0 || !timeout.isPositive()) {
            throw new IllegalArgumentException("nothing could ever be assessed");
        }
    }

    public static Limits defaults() {
        return new Limits(256, 8, Duration.ofSeconds(10), 64);
    }

    public Limits withTimeout(Duration other) {
        return new Limits(atOnce, perHost, other, abandoned);
    }
}
