package io.redoubt.assembly;

import io.redoubt.ledger.Ledger;
import io.redoubt.ledger.LedgerStream;
import io.redoubt.ledger.OutboxDrain;
import io.redoubt.store.Store;
import java.util.List;

/// Moves what state changes left for this node's ledger into it.
final class Settling {

    private final Store store;
    private final String node;
    private final Ledger evidence;
    private final Ledger access;
    private final OutboxDrain evidenceDrain;
    private final OutboxDrain accessDrain;

    Settling(Store store, String node, Ledger evidence, Ledger access) {
        this.store = store;
        this.node = node;
        this.evidence = evidence;
        this.access = access;
        this.evidenceDrain = new OutboxDrain(evidence, new StoredOutbox(store, node, LedgerStream.EVIDENCE));
        this.accessDrain = new OutboxDrain(access, new StoredOutbox(store, node, LedgerStream.ACCESS));
    }

    /// Returns when it is durable there.
    void settle() {
        evidenceDrain.drain();
        accessDrain.drain();
    }

    /// Lets the store know how long the ledger is, so that a shorter one shows at the next opening.
    void remember() {
        remember(LedgerStream.EVIDENCE, evidence);
        remember(LedgerStream.ACCESS, access);
    }

    private void remember(LedgerStream stream, Ledger ledger) {
        long size = ledger.checkpoint().size();
        // All that stood before this is out of the outbox after it.
        settle();
        String name = stream.directory();
        if (store.read(transaction -> transaction.outbox().drainedTo(node, name)) < size) {
            store.inTransaction(transaction -> {
                transaction.outbox().done(node, name, List.of(), size);
                return null;
            });
        }
    }
}
