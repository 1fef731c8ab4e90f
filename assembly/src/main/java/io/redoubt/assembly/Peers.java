package io.redoubt.assembly;

import io.redoubt.ledger.Checkpoint;
import io.redoubt.ledger.Event;
import io.redoubt.ledger.Ledger;
import io.redoubt.ledger.LedgerStream;
import io.redoubt.ledger.PeerFork;
import io.redoubt.ledger.PeerMemory;
import io.redoubt.store.PublishedCheckpoints.Published;
import io.redoubt.store.Store;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The nodes of a shared store keep an eye on one another: each shows the newest checkpoints of its ledger there, and
/// records in its own ledger what the others show. Thread-safe; one at a time shows and looks, so that what a
/// node shows never seems to shrink.
final class Peers {

    private final Store store;
    private final String service;
    private final String node;
    private final List<Ledger> streams;
    private final InstantSource clock;
    private final Map<String, Checkpoint> shown = new HashMap<>();
    private @Nullable PeerMemory memory;

    /// @param streams of this node, the evidence first
    Peers(Store store, String service, String node, List<Ledger> streams, InstantSource clock) {
        this.store = store;
        this.service = service;
        this.node = node;
        this.streams = List.copyOf(streams);
        this.clock = clock;
    }

    /// Records what is new of the others, then shows what this node has.
    synchronized void round() {
        List<Event> news = new ArrayList<>();
        for (Published published : store.<List<Published>>read(
                transaction -> transaction.publishedCheckpoints().all())) {
            if (!published.node().equals(node)) {
                judge(published).ifPresent(news::add);
            }
        }
        evidence().appendInParts(news);
        show();
    }

    private Optional<Event> judge(Published published) {
        String origin = service + "/" + published.node() + "/" + published.stream();
        return memory().judge(origin, published.key(), published.note(), clock.instant(), "node:" + node);
    }

    private void show() {
        for (Ledger stream : streams) {
            Checkpoint newest = stream.checkpoint();
            String name = newest.origin().substring(newest.origin().lastIndexOf('/') + 1);
            if (!newest.equals(shown.get(name))) {
                Published published =
                        new Published(node, name, stream.key().toString(), newest.note(), clock.instant());
                store.inTransaction(transaction -> {
                    transaction.publishedCheckpoints().publish(published);
                    return null;
                });
                shown.put(name, newest);
            }
        }
    }

    /// Those that stand of the peers' streams of this kind.
    synchronized List<PeerFork> forks(LedgerStream stream) {
        return memory().forks().stream()
                .filter(fork -> fork.origin().endsWith("/" + stream.directory()))
                .toList();
    }

    /// @param elsewhere checkpoints of any stream that were kept elsewhere
    synchronized PeerAudit audit(List<Checkpoint> elsewhere) {
        PeerMemory known = memory();
        List<PeerFork> forks = new ArrayList<>(known.forks());
        forks.addAll(PeerMemory.contradictions(evidence(), elsewhere));
        return new PeerAudit(known.recorded(), known.streams(), forks);
    }

    private PeerMemory memory() {
        PeerMemory known = memory == null ? new PeerMemory() : memory;
        memory = known;
        known.catchUp(evidence());
        return known;
    }

    private Ledger evidence() {
        return streams.getFirst();
    }
}
