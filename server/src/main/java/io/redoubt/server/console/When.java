package io.redoubt.server.console;

import io.redoubt.server.view.Times;
import java.time.Instant;

/// A point of time, for machines, for people, and how far it is.
///
/// @param relative `5 days ago`
/// @param length   `5 days`
public record When(String machine, String shown, String relative, String length) {

    static When of(Instant at, Instant now) {
        return new When(Times.rfc3339(at), Times.shown(at), Times.relative(at, now), Times.length(at, now));
    }
}
