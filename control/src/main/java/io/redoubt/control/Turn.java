package io.redoubt.control;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A state that differs from the one before.
///
/// @param before  null where the subject was not known
/// @param subject null where it is not known any more
public record Turn(
        ControlId control,
        @Nullable Subject subject,
        Vantage vantage,
        Standing.@Nullable State before,
        Standing.State after,
        Instant at) {

    public Optional<Subject> of() {
        return Optional.ofNullable(subject);
    }

    /// Something that was right is so no more.
    public boolean isDrift() {
        return before == Standing.State.PASS && after == Standing.State.FAIL;
    }
}
