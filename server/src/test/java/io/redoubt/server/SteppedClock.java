package io.redoubt.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that stands until it is moved.
final class SteppedClock implements InstantSource {

    static final Instant START = Instant.parse("2026-11-24T12:00:00Z");

    private volatile Instant now;

    SteppedClock(Instant now) {
        this.now = now;
    }

    void advance(Duration time) {
        now = now.plus(time);
    }

    void set(Instant at) {
        now = at;
    }

    @Override
    public Instant instant() {
        return now;
    }
}
