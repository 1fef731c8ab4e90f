package io.redoubt.data;

import io.redoubt.policy.Problem;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A backup in a directory, by its name. Nothing of it was verified.
///
/// @param size     in bytes
/// @param contents its manifest where an identity was given, or null
/// @param problem  why it could not be read, or null
public record ListedBackup(
        Path file,
        long size,
        String service,
        Instant made,
        long epoch,
        @Nullable BackupManifest contents,
        @Nullable Problem problem) {

    public Optional<BackupManifest> manifest() {
        return Optional.ofNullable(contents);
    }

    public Optional<Problem> trouble() {
        return Optional.ofNullable(problem);
    }
}
