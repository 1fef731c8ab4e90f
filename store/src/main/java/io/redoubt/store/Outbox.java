package io.redoubt.store;

import java.time.Instant;
import java.util.List;

/// Ledger entries that a state change wrote in its own transaction, until they are in the ledger. One that is taken
/// twice after a crash has the same id.
public interface Outbox {

    /// @throws StoreException.Conflict when the id is taken
    void add(New entry);

    /// Those of one stream of a node's ledger, oldest first.
    List<Entry> pending(String node, String stream, int atMost);

    /// How many entries wait for each stream, ordered by node and stream; none where nothing waits.
    List<Waiting> waiting();

    /// Up to which size the stream had taken all that was done; 0 at first.
    long drainedTo(String node, String stream);

    /// They are durable in the ledger: removes them, and remembers its size. Saying so twice does nothing more. A
    /// size that is smaller than before is taken too: it only means that more is looked through for what was taken
    /// already.
    void done(String node, String stream, List<String> ids, long drainedTo);

    /// @param id     unique for ever
    /// @param node   whose log takes it
    /// @param stream `evidence` or `access`
    record New(String id, String node, String stream, Instant at, SecretBytes entry) {}

    /// @param oldest when the first of them was written
    record Waiting(String node, String stream, long entries, Instant oldest) {}

    /// @param entry as it was given
    record Entry(String id, String stream, Instant at, SecretBytes entry) {}
}
