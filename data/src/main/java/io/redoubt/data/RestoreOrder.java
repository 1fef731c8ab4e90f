package io.redoubt.data;

import java.nio.file.Path;

/// What is to be restored, and where to.
///
/// @param target the data directory
public record RestoreOrder(
        Path file,
        Identities identities,
        Path target,
        Present present,
        KnownPast known,
        Rollback rollback,
        Admission admission) {

    /// What becomes of a data directory that is there.
    public enum Present {
        /// The target has to be absent or empty.
        REFUSED,
        /// It is renamed; it is never deleted.
        MOVED_ASIDE
    }

    /// Whether a state may come back that is older than what is known.
    public enum Rollback {
        REFUSED,
        ACKNOWLEDGED
    }
}
