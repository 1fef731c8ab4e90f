package io.redoubt.assembly;

import io.redoubt.ledger.Checkpoint;
import io.redoubt.ledger.EpochStart;
import io.redoubt.ledger.Ledger;
import io.redoubt.ledger.LedgerStream;
import io.redoubt.ledger.Patrol;
import io.redoubt.ledger.PeerFork;
import io.redoubt.ledger.VerifierKey;
import io.redoubt.store.Store;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/// Both streams of this node, and all who vouch for them: witnesses, the store, the other nodes.
final class WatchedLedger {

    private final Ledger evidence;
    private final Ledger access;
    private final Store store;
    private final KnownLedger known;
    private final Optional<Peers> peers;
    private final AtomicReference<List<Checkpoint>> published;

    /// @param peers where others share the store
    WatchedLedger(Ledger evidence, Ledger access, Store store, KnownLedger known, Optional<Peers> peers) {
        this.evidence = evidence;
        this.access = access;
        this.store = store;
        this.known = known;
        this.peers = peers;
        this.published = new AtomicReference<>(newest());
    }

    private List<Ledger> all() {
        return List.of(evidence, access);
    }

    private List<Checkpoint> newest() {
        return all().stream().map(Ledger::checkpoint).toList();
    }

    private Ledger ledger(LedgerStream stream) {
        return switch (stream) {
            case EVIDENCE -> evidence;
            case ACCESS -> access;
        };
    }

    List<Witnesses.Trouble> publish(Witnesses witnesses) {
        List<Checkpoint> newest = newest();
        if (newest.equals(published.get())) {
            return List.of();
        }
        List<Witnesses.Trouble> troubles = witnesses.publish(all());
        if (troubles.isEmpty()) {
            published.set(newest);
        }
        return troubles;
    }

    WitnessedAudit audit(LedgerStream stream, List<Checkpoint> elsewhere, Witnesses witnesses) {
        String origin = ledger(stream).key().name();
        Witnesses.Recalled recalled = witnesses.recall(origin);
        List<Checkpoint> its = Stream.concat(elsewhere.stream(), recalled.checkpoints().stream())
                .filter(checkpoint -> checkpoint.origin().equals(origin))
                .distinct()
                .toList();
        return new WitnessedAudit(ledger(stream).verify(its), recalled.troubles());
    }

    /// Looks at a part of each stream each time.
    LedgerSource source(String node, Witnesses witnesses) {
        return new LedgerSource() {
            @Override
            public String node() {
                return node;
            }

            @Override
            public LedgerSighting look(LedgerStream stream) {
                return WatchedLedger.this.look(stream, witnesses);
            }
        };
    }

    private LedgerSighting look(LedgerStream stream, Witnesses witnesses) {
        // The store first: the ledger only grows meanwhile.
        long seen = known.seen(stream);
        // What is kept elsewhere is compared before anything is put over it.
        Witnesses.Recalled recalled = witnesses.recall(ledger(stream).key().name());
        Patrol patrol = ledger(stream).patrol(recalled.checkpoints());
        List<Witnesses.Trouble> troubles = recalled.troubles();
        if (troubles.isEmpty() && patrol.audit().intact()) {
            troubles = witnesses.publish(List.of(ledger(stream)));
        }
        peers.ifPresent(Peers::round);
        List<PeerFork> forks = peers.map(others -> others.forks(stream)).orElse(List.of());
        return new LedgerSighting(patrol.audit(), seen, patrol.lookedAt(), troubles, forks);
    }

    /// @param keys of each stream
    /// @return the number of the new epoch
    long beginEpoch(List<Checkpoint> givenUp, String actor, Map<LedgerStream, List<VerifierKey>> keys) {
        long present = store.read(transaction -> transaction.epoch().current());
        long epoch = 1 + givenUp.stream().mapToLong(Checkpoint::epoch).reduce(present, Math::max);
        store.inTransaction(transaction -> {
            for (long each = present; each < epoch; each++) {
                transaction.epoch().advance(each);
            }
            return null;
        });
        keys.forEach((stream, verifiers) -> {
            Optional<Checkpoint> newest = givenUp.stream()
                    .filter(checkpoint -> verifiers.stream().anyMatch(checkpoint::isSignedBy))
                    .max(Comparator.comparingLong(Checkpoint::epoch).thenComparingLong(Checkpoint::size));
            long size = newest.map(Checkpoint::size).orElse(0L);
            ledger(stream).begin(new EpochStart(epoch, newest.orElse(null), size, actor));
        });
        return epoch;
    }
}
