package io.redoubt.assembly;

import io.redoubt.ledger.Event;
import io.redoubt.ledger.LedgerStream;
import io.redoubt.ledger.Outbox;
import io.redoubt.store.Outbox.Entry;
import io.redoubt.store.Store;
import java.util.List;

/// What the store keeps for one stream of this node's ledger.
record StoredOutbox(Store store, String node, LedgerStream stream) implements Outbox {

    @Override
    public List<Event> next(int most) {
        return pending(most).stream()
                .map(entry -> Event.fromJson(entry.entry().reveal()))
                .toList();
    }

    @Override
    public long drainedTo() {
        return store.read(transaction -> transaction.outbox().drainedTo(node, stream.directory()));
    }

    @Override
    public void mark(List<String> ids, long drainedTo) {
        store.inTransaction(transaction -> {
            transaction.outbox().done(node, stream.directory(), ids, drainedTo);
            return null;
        });
    }

    private List<Entry> pending(int most) {
        return store.read(transaction -> transaction.outbox().pending(node, stream.directory(), most));
    }
}
