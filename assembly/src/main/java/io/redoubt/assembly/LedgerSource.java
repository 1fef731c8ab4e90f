package io.redoubt.assembly;

import io.redoubt.ledger.LedgerStream;

/// Where this node's ledger is looked at: in an instance that is open, or in one that can't be.
interface LedgerSource {

    String node();

    /// @throws io.redoubt.ledger.LedgerException when it can't be read
    /// @throws io.redoubt.store.StoreException   when the store beside it can't be
    LedgerSighting look(LedgerStream stream);
}
