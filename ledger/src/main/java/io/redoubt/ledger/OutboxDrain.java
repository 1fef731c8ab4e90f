package io.redoubt.ledger;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Moves events from an outbox to the ledger, each once: those that a crash left in both are known by their ids.
/// One that is larger than an entry is told by its digest.
/// Thread-safe.
public final class OutboxDrain {

    private static final int BATCH = 256;
    private static final int PAGE = 1_024;

    private final Ledger ledger;
    private final Outbox outbox;
    /// In the ledger, and perhaps still in the outbox.
    private final Set<String> recorded = new HashSet<>();

    private boolean started;

    public OutboxDrain(Ledger ledger, Outbox outbox) {
        this.ledger = ledger;
        this.outbox = outbox;
    }

    /// Moves all that is there.
    ///
    /// @return how many events the ledger took
    public synchronized int drain() {
        int taken = 0;
        for (List<Event> batch = outbox.next(BATCH); !batch.isEmpty(); batch = outbox.next(BATCH)) {
            taken += drain(batch);
        }
        return taken;
    }

    private int drain(List<Event> batch) {
        if (!started) {
            recall();
            started = true;
        }
        List<Event> fresh = batch.stream()
                .filter(event -> !recorded.contains(event.id()))
                .map(OversizedEvent::inPlaceOf)
                .toList();
        ledger.appendInParts(fresh, part -> part.forEach(event -> recorded.add(event.id())));
        outbox.mark(batch.stream().map(Event::id).toList(), ledger.checkpoint().size());
        recorded.clear();
        return fresh.size();
    }

    /// What was recorded since the last mark may be in the outbox still.
    private void recall() {
        long from = outbox.drainedTo();
        for (List<Entry> page = ledger.read(from, PAGE); !page.isEmpty(); page = ledger.read(from, PAGE)) {
            page.forEach(entry -> recorded.add(entry.event().id()));
            from = page.getLast().index() + 1;
        }
    }
}
