package io.redoubt.ledger;

import java.util.List;

/// Where a state change leaves its event, in its own transaction, until the ledger has it. The database keeps it; one
/// drain reads it at a time.
public interface Outbox {

    /// The oldest events that were not marked yet.
    List<Event> next(int most);

    /// Up to which size the ledger had taken all that was marked; 0 at first.
    long drainedTo();

    /// Removes the events and remembers the size, in one transaction.
    ///
    /// @param ids of the events
    void mark(List<String> ids, long drainedTo);
}
