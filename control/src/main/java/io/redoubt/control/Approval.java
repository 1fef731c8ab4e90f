package io.redoubt.control;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Who said yes, to what exactly.
///
/// @param by     the actor
/// @param digest of the plan that was shown
/// @param at     when
/// @param lease  after which it is undone unless it is confirmed, or null where it stays
public record Approval(
        String by, String digest, Instant at, @Nullable Duration lease) {

    public Approval {
        if (lease != null && !lease.isPositive()) {
            throw new IllegalArgumentException("a lease is longer than nothing");
        }
    }
}
