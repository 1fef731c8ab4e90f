package io.redoubt.control;

import io.redoubt.ledger.Event;
import io.redoubt.ledger.LedgerException;
import io.redoubt.store.Transaction;

/// How what happens to a change gets into the ledger.
public interface Journal {

    /// Leaves the event in the transaction that makes it true.
    ///
    /// @throws LedgerException.Refused when no entry can hold it; the transaction is to fail with it
    void record(Transaction transaction, Event event);

    /// Returns when all that was recorded before the call is durable in the ledger.
    ///
    /// @throws LedgerException when the ledger does not take it
    void settle();
}
