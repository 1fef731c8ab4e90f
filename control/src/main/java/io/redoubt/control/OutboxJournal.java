package io.redoubt.control;

import io.redoubt.ledger.Event;
import io.redoubt.ledger.LedgerStream;
import io.redoubt.store.Outbox;
import io.redoubt.store.SecretBytes;
import io.redoubt.store.Transaction;

/// By way of the store's outbox.
///
/// @param node  whose log takes the events
/// @param drain moves what is in the outbox to the ledger, and returns when it is durable there
public record OutboxJournal(String node, Runnable drain) implements Journal {

    /// What the ledger could not take is refused now: in the outbox, it would be in the way of all that comes after it.
    @Override
    public void record(Transaction transaction, Event event) {
        transaction
                .outbox()
                .add(new Outbox.New(
                        event.id(),
                        node,
                        LedgerStream.EVIDENCE.directory(),
                        event.at(),
                        SecretBytes.copyOf(event.toEntry())));
    }

    @Override
    public void settle() {
        drain.run();
    }
}
