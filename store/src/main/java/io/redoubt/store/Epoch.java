package io.redoubt.store;

/// How often this store was deliberately set back to an earlier state. The ledger and every backup name the epoch they
/// belong to, so a store that was set back secretly stands out.
public interface Epoch {

    /// From 1.
    long current();

    /// Begins the next.
    ///
    /// @throws StoreException.Conflict unless `expected` is the current one
    long advance(long expected);

    /// The identity of this store, the same after a move between engines.
    String storeId();
}
