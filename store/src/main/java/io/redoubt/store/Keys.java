package io.redoubt.store;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/// The data keys of a store: under which key how much is sealed, and how to leave one behind. A key is retired in
/// three steps, each of which may be interrupted at any time and done again: `rotate`, `reencrypt` until it returns
/// 0, `retire`. Readers and writers go on meanwhile, on every node.
public interface Keys {

    /// Oldest first; the last one is in use for everything new.
    List<KeyStatus> status();

    /// Makes a new data key and seals everything new under it.
    ///
    /// @return its id
    int rotate();

    /// Seals some rows again that are not under the newest key, in one transaction.
    ///
    /// @param atMost rows, so that writers never wait long
    /// @return how many it sealed; 0 when all are under the newest key
    int reencrypt(int atMost);

    /// Destroys every key but the newest.
    ///
    /// @return the ids of those destroyed
    /// @throws StoreException.Conflict while a row is sealed under one of them; the database itself holds that
    List<Integer> retire();

    /// Wraps all keys by another root key. Other nodes have to be started again with that one.
    ///
    /// @param also done in the same transaction
    void rewrap(RootKey next, Consumer<Transaction> also);

    /// @param rows sealed under it
    record KeyStatus(int id, Instant createdAt, boolean newest, long rows) {}
}
