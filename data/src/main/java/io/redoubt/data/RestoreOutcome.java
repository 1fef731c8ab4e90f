package io.redoubt.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How a restore ended.
public sealed interface RestoreOutcome {

    /// The data directory is there.
    ///
    /// @param was   where the one before it lies, or null where there was none
    /// @param epoch that it is in
    /// @param newer what was known and was given up
    record Restored(Path directory, @Nullable Path was, VerifiedBackup backup, long epoch, List<NewerPast> newer)
            implements RestoreOutcome {

        public Restored {
            newer = List.copyOf(newer);
        }

        public Optional<Path> movedAside() {
            return Optional.ofNullable(was);
        }
    }

    /// Nothing was changed: newer state is known, and it was not acknowledged that it is given up.
    record OlderThanKnown(BackupManifest manifest, List<NewerPast> newer) implements RestoreOutcome {
        public OlderThanKnown {
            newer = List.copyOf(newer);
        }
    }
}
