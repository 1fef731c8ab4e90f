package io.redoubt.identity;

import io.redoubt.policy.Durations;
import io.redoubt.policy.Key;
import io.redoubt.policy.Origin;
import io.redoubt.policy.Reader;
import io.redoubt.policy.Shape;
import java.time.Duration;
import java.util.List;

/// When a session ends.
///
/// @param idle     after so long without a request
/// @param absolute after so long in any case
public record SessionLimits(Duration idle, Duration absolute) {

    private static final Key<Duration> IDLE =
            Key.of("idle", Durations.TYPE, "1h", "a session ends after so long without a request");
    private static final Key<Duration> ABSOLUTE =
            Key.of("absolute", Durations.TYPE, "12h", "a session ends after so long in any case");

    static final Shape<SessionLimits> SHAPE = Shape.of(
                    "the limits of a session",
                    List.of(IDLE, ABSOLUTE),
                    values -> new SessionLimits(values.get(IDLE), values.get(ABSOLUTE)))
            .with(SessionLimits::check);

    private static void check(SessionLimits limits, Origin at, Reader in) {
        if (limits.idle.compareTo(limits.absolute) > 0) {
            in.problem(
                    at.written("idle", "absolute"),
                    "idle (%s) is longer than absolute (%s)"
                            .formatted(Durations.text(limits.idle), Durations.text(limits.absolute)),
                    "idle is at most as long as absolute");
        }
    }
}
