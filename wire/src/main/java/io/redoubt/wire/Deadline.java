package io.redoubt.wire;

import java.time.Duration;

/// A point in monotonic time at which looking ends. Shared by all probes of one endpoint.
public final class Deadline {

    private final long endsAtNanos;

    private Deadline(long endsAtNanos) {
        this.endsAtNanos = endsAtNanos;
    }

    public static Deadline after(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /// The earlier of this one and `time` from now.
    public Deadline within(Duration time) {
        long other = System.nanoTime() + time.toNanos();
        return other - endsAtNanos < 0 ? new Deadline(other) : this;
    }

    public boolean isOver() {
        return remainingMillis() <= 0;
    }

    /// At least 0.
    public long remainingMillis() {
        return Math.max(0, (endsAtNanos - System.nanoTime()) / 1_000_000);
    }
}
