package io.redoubt.server.console;

import io.redoubt.server.view.Times;
import java.time.Instant;

/// A point of time, for machines, for people, and how far it is.
public record When(String machine, String shown, String relative) {

    static When of(Instant at, Instant now) {
        return new When(Times.rfc3339(at), Times.shown(at), Times.relative(at, now));
    }
}
