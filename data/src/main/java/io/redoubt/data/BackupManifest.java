package io.redoubt.data;

import io.redoubt.ledger.Checkpoint;
import io.redoubt.ledger.LedgerStream;
import io.redoubt.ledger.VerifierKey;
import java.time.Instant;
import java.util.List;

/// What a backup holds, signed by the ledger's key.
///
/// @param service the service, and its environment
/// @param node    the name of the node's ledger
/// @param storeId which store, the same for ever
/// @param epoch   of the store
/// @param program the version of the program that made it
/// @param made    when, in whole seconds
/// @param streams of the ledger
/// @param files   in the order of the archive
public record BackupManifest(
        String service,
        String node,
        String storeId,
        long epoch,
        String program,
        Instant made,
        List<Stream> streams,
        List<File> files) {

    /// The newest format that this program knows.
    public static final int FORMAT = 1;

    /// @param checkpoint  that the copy of the stream ends with
    /// @param beforeStore how many entries the stream had when the copy of the store was begun: what later ones
    ///                    tell of may not be in that copy
    /// @param keys        that verify the stream, the present one first
    public record Stream(LedgerStream stream, Checkpoint checkpoint, long beforeStore, List<VerifierKey> keys) {
        public Stream {
            keys = List.copyOf(keys);
        }
    }

    /// @param sha256 in hexadecimal
    public record File(String name, long size, String sha256) {}

    public BackupManifest {
        streams = List.copyOf(streams);
        files = List.copyOf(files);
    }

    /// The bytes of all files.
    public long size() {
        return files.stream().mapToLong(File::size).reduce(0, Math::addExact);
    }
}
