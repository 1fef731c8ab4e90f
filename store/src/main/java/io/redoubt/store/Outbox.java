package io.redoubt.store;

import java.time.Instant;
import java.util.List;

/// Ledger entries that a state change wrote in its own transaction, until they are in the ledger. One that is taken
/// twice
/// after a crash has the same id.
public interface Outbox {

    /// @throws StoreException.Conflict when the id is taken
    void add(New entry);

    /// Those of one node, oldest first.
    List<Entry> pending(String node, int atMost);

    /// It is durable in the ledger. Saying so twice does nothing.
    void done(Entry entry);

    /// @param id     unique for ever
    /// @param node   whose log takes it
    /// @param stream `evidence` or `access`
    record New(String id, String node, String stream, Instant at, SecretBytes entry) {}

    /// @param entry as it was given
    record Entry(String id, String stream, Instant at, SecretBytes entry) {}
}
