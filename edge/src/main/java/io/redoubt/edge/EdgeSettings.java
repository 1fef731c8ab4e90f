package io.redoubt.edge;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/// What an edge is started with and keeps until it ends.
///
/// @param threads   event loops; one for each core that it may use
/// @param accessLog JSON, one line a request; it is appended to, and opened anew when it was moved away
public record EdgeSettings(int threads, Optional<Path> accessLog, InstantSource clock) {

    public EdgeSettings {
        if (threads < 1) {
            throw new IllegalArgumentException("an edge needs a thread");
        }
    }
}
