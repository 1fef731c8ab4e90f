package io.redoubt.data;

import io.redoubt.policy.Problem;
import io.redoubt.store.DataDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Unpacks a backup and proves that it is whole: who signed it, every digest, and the ledger in it.
final class BackupCheck {

    private BackupCheck() {}

    /// @param directory where to unpack it; empty
    static VerifiedBackup check(BackupReader reader, KnownPast known, BackupAudit audit, Path directory)
            throws IOException {
        BackupManifest manifest = reader.manifest();
        BackupSignature signature = reader.signature(known.keys());
        long free = Files.getFileStore(directory).getUsableSpace();
        if (manifest.size() > free) {
            throw new BackupException.Unavailable(
                    Problem.of(
                            "the backup holds " + manifest.size() + " bytes, and " + directory + " has room for "
                                    + free,
                            "make room"),
                    null);
        }
        String sha256 = reader.unpack(directory);
        requireLayout(directory.resolve("VERSION"));
        audit.audit(directory);
        return new VerifiedBackup(manifest, sha256, signature, audit.audits(), audit.newer());
    }

    private static void requireLayout(Path file) throws IOException {
        String version = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
        if (!version.matches("[1-9][0-9]{0,8}")) {
            throw new BackupException.Damaged(
                    Problem.of("the backup does not say which layout its data directory has", "use another backup"),
                    null);
        }
        if (Integer.parseInt(version) > DataDirectory.VERSION) {
            throw new BackupException.Refused(Problem.of(
                    "the data directory in the backup has version " + version + ", and this redoubt knows "
                            + DataDirectory.VERSION,
                    "use the newer redoubt that made it"));
        }
    }
}
