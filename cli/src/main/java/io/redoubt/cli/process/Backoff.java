package io.redoubt.cli.process;

import java.time.Duration;

/// How long to wait before a process that ended is started again: not at all after it has run well, and longer each
/// time that it ends soon.
record Backoff(Duration next) {

    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final Duration WELL = Duration.ofSeconds(60);

    static final Backoff NONE = new Backoff(Duration.ZERO);

    /// @param ran how long the process ran that has just ended
    Backoff after(Duration ran) {
        if (ran.compareTo(WELL) >= 0) {
            return NONE;
        }
        Duration doubled = next.isZero() ? FIRST : next.multipliedBy(2);
        return new Backoff(doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled);
    }
}
