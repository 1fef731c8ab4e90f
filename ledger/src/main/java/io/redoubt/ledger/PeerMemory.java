package io.redoubt.ledger;

import io.redoubt.policy.ProblemException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What this node's own log tells of the logs of others, and so what they may not take back. There is no other memory:
/// it is read from the log, and grows with it. Not thread-safe.
///
/// A peer's key is pinned by the first checkpoint that is recorded of a stream. A fork stands until the peer begins a
/// later epoch under the same key, which its operator answers for.
public final class PeerMemory {

    private static final int PAGE = 1_000;

    private final Map<String, Peer> peers = new TreeMap<>();
    private long next;
    private long recorded;

    private static final class Peer {

        private final Map<String, PeerFork> forks = new LinkedHashMap<>();
        private @Nullable VerifierKey key;
        private @Nullable Checkpoint newest;
    }

    /// Reads what was recorded since it did so last.
    public void catchUp(Ledger evidence) {
        next = Math.max(next, evidence.first());
        for (List<Entry> page = evidence.read(next, PAGE); !page.isEmpty(); page = evidence.read(next, PAGE)) {
            page.stream().map(Entry::event).forEach(this::take);
            next = page.getLast().index() + 1;
        }
    }

    private void take(Event event) {
        PeerFork.of(event).ifPresent(fork -> peer(fork.origin()).forks.put(event.id(), fork));
        Optional<VerifierKey> key = PeerCheckpoint.keyOf(event);
        PeerCheckpoint.of(event).filter(_ -> key.isPresent()).ifPresent(seen -> take(seen, key.get()));
    }

    private void take(Checkpoint seen, VerifierKey key) {
        recorded++;
        Peer peer = peer(seen.origin());
        if (peer.key == null) {
            peer.key = key;
        }
        if (peer.newest != null && seen.epoch() > peer.newest.epoch()) {
            peer.forks.clear();
        }
        peer.newest = seen;
    }

    private Peer peer(String origin) {
        return peers.computeIfAbsent(origin, _ -> new Peer());
    }

    /// Holds what a node shows of a stream against what it showed before.
    ///
    /// @param said  which stream of which node it is said to be
    /// @param key   that it says verifies it
    /// @param actor this node
    /// @return what is to be recorded, and can be, whatever is shown: that it grew, or that it forked; none where
    ///     that is known
    public Optional<Event> judge(String said, String key, String note, Instant at, String actor) {
        String origin = PeerFork.named(said);
        Peer peer = peer(origin);
        try {
            VerifierKey shown = VerifierKey.parse(key);
            Checkpoint checkpoint = Checkpoint.parse(note);
            Optional<String> why = contradiction(peer, origin, shown, checkpoint);
            if (why.isEmpty()) {
                return checkpoint.equals(peer.newest)
                        ? Optional.empty()
                        : Optional.of(PeerCheckpoint.event(checkpoint, shown, at, actor));
            }
            return unlessKnown(peer, new PeerFork(origin, why.get()).event(note, key, at, actor));
        } catch (ProblemException e) {
            String why = "shows what can't be read: " + e.problems().getFirst().what();
            return unlessKnown(peer, new PeerFork(origin, why).event(note, key, at, actor));
        }
    }

    private static Optional<Event> unlessKnown(Peer peer, Event fork) {
        return Optional.of(fork).filter(event -> !peer.forks.containsKey(event.id()));
    }

    private static Optional<String> contradiction(Peer peer, String origin, VerifierKey shown, Checkpoint checkpoint) {
        if (!checkpoint.origin().equals(origin)) {
            return Optional.of("shows a checkpoint of " + checkpoint.origin());
        }
        if (peer.key != null && !peer.key.equals(shown)) {
            return Optional.of("shows another key than the one that was pinned: " + shown);
        }
        if (!checkpoint.isSignedBy(shown)) {
            return Optional.of("shows a checkpoint that its key did not sign");
        }
        if (!PeerCheckpoint.canTell(checkpoint)) {
            return Optional.of("shows a checkpoint that is too long to be recorded");
        }
        Checkpoint newest = peer.newest;
        if (newest == null || checkpoint.epoch() > newest.epoch()) {
            return Optional.empty();
        }
        if (checkpoint.epoch() < newest.epoch()) {
            return Optional.of("went back from epoch %d to %d".formatted(newest.epoch(), checkpoint.epoch()));
        }
        if (checkpoint.size() < newest.size()) {
            return Optional.of("shrank from %d entries to %d".formatted(newest.size(), checkpoint.size()));
        }
        return checkpoint.size() == newest.size() && !checkpoint.root().equals(newest.root())
                ? Optional.of("shows another root over the same %d entries".formatted(newest.size()))
                : Optional.empty();
    }

    /// Those that stand.
    public List<PeerFork> forks() {
        return peers.values().stream()
                .flatMap(peer -> peer.forks.values().stream())
                .distinct()
                .toList();
    }

    /// How many checkpoints of peers are recorded in what is kept of the log.
    public long recorded() {
        return recorded;
    }

    /// Of how many streams.
    public long streams() {
        return peers.values().stream().filter(peer -> peer.newest != null).count();
    }

    /// Holds checkpoints from elsewhere against those that were recorded of the same streams. One that the pinned key
    /// did not sign proves nothing, and is a finding of its own.
    public static Collection<PeerFork> contradictions(Ledger evidence, List<Checkpoint> elsewhere) {
        PeerMemory memory = new PeerMemory();
        memory.catchUp(evidence);
        Set<PeerFork> found = new HashSet<>();
        List<Checkpoint> told = new ArrayList<>();
        for (Checkpoint checkpoint : elsewhere) {
            Peer peer = memory.peers.get(checkpoint.origin());
            if (peer != null && peer.key != null) {
                if (checkpoint.isSignedBy(peer.key)) {
                    told.add(checkpoint);
                } else {
                    found.add(new PeerFork(
                            checkpoint.origin(), "the checkpoint from elsewhere is not signed by the pinned key"));
                }
            }
        }
        long from = evidence.first();
        for (List<Entry> page = told.isEmpty() ? List.<Entry>of() : evidence.read(from, PAGE);
                !page.isEmpty();
                page = evidence.read(from, PAGE)) {
            for (Entry entry : page) {
                PeerCheckpoint.of(entry.event())
                        .ifPresent(recorded -> told.stream()
                                .filter(other -> differs(recorded, other))
                                .map(other -> new PeerFork(
                                        other.origin(),
                                        "entry %d recorded another root over the same %d entries"
                                                .formatted(entry.index(), other.size())))
                                .forEach(found::add));
            }
            from = page.getLast().index() + 1;
        }
        return found;
    }

    private static boolean differs(Checkpoint one, Checkpoint other) {
        return one.origin().equals(other.origin())
                && one.epoch() == other.epoch()
                && one.size() == other.size()
                && !one.root().equals(other.root());
    }
}
