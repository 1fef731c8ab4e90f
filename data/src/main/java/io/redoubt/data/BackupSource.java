package io.redoubt.data;

import io.redoubt.ledger.Checkpoint;
import io.redoubt.ledger.Ledger;
import io.redoubt.ledger.LedgerStream;
import io.redoubt.ledger.Signer;
import io.redoubt.ledger.VerifierKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// What is backed up, while it goes on working.
public interface BackupSource {

    Identity identity();

    /// The data directory, which this process holds.
    Path directory();

    /// Writes one consistent state of the store into a file that is not there yet, sealed as the store is.
    void snapshotStore(Path target) throws IOException;

    List<Stream> streams();

    /// Signs with the key of the ledger.
    Signer signer();

    /// @param service made of a-z, 0-9 and inner hyphens, environment included
    /// @param node    the name of this node's ledger
    /// @param program the version of this program
    record Identity(String service, String node, String storeId, long epoch, String program) {}

    /// @param newest the newest acknowledged checkpoint, asked for anew each time
    /// @param keys   that verify the stream, the present one first
    record Stream(LedgerStream stream, Supplier<Checkpoint> newest, List<VerifierKey> keys) {

        public Stream {
            keys = List.copyOf(keys);
        }

        public static Stream of(LedgerStream stream, Ledger ledger, List<VerifierKey> formerKeys) {
            List<VerifierKey> keys = new ArrayList<>(List.of(ledger.key()));
            keys.addAll(formerKeys);
            return new Stream(stream, ledger::checkpoint, keys);
        }
    }
}
