package io.redoubt.ledger;

import io.redoubt.ledger.disk.Disk;
import io.redoubt.ledger.tree.CompactRange;
import io.redoubt.ledger.tree.HashFiles;
import io.redoubt.ledger.tree.StoredTree;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;

/// Looks at a part of a stream: each segment is read, its entries are hashed, and the root that they lead to is proved
/// to be in the tree of the newest checkpoint. It only tells whether all is well; what is not, the auditor names. Used
/// once, and changes nothing.
final class Patroller {

    private final Disk disk;
    private final Layout layout;
    private final List<VerifierKey> keys;
    private final AuditMemory memory;
    private final Checkpoint newest;

    Patroller(Disk disk, Layout layout, List<VerifierKey> keys, AuditMemory memory, Checkpoint newest) {
        this.disk = disk;
        this.layout = layout;
        this.keys = keys;
        this.memory = memory;
        this.newest = newest;
    }

    /// How it ended.
    sealed interface Round {

        /// @param next the older segment whose turn it is next
        record Sound(Patrol patrol, long next) implements Round {}

        /// Something has to be looked at more closely.
        record Doubtful() implements Round {}
    }

    Round walk(List<Checkpoint> elsewhere) {
        try (HashFiles hashes = HashFiles.forReading(disk, layout.tree())) {
            StoredTree tree = new StoredTree(hashes);
            NavigableSet<Long> segments = new TreeSet<>(layout.segments(disk).headSet(newest.size(), true));
            if (!isAsRemembered(segments) || !isPast(memory.reached(), tree)) {
                return new Round.Doubtful();
            }
            long seen = -1;
            for (Checkpoint checkpoint : elsewhere) {
                if (!checkpoint.isSignedByAny(keys)) {
                    return new Round.Doubtful();
                }
                if (checkpoint.epoch() < newest.epoch()) {
                    continue;
                }
                if (checkpoint.epoch() > newest.epoch() || !isPast(checkpoint, tree)) {
                    return new Round.Doubtful();
                }
                seen = Math.max(seen, checkpoint.size());
            }
            return segments(segments, hashes, tree, seen);
        } catch (IOException | IllegalArgumentException _) {
            return new Round.Doubtful();
        }
    }

    private boolean isAsRemembered(NavigableSet<Long> segments) {
        long reached = memory.reached().size();
        return !segments.isEmpty()
                && segments.first() == memory.kept()
                && reached <= newest.size()
                && memory.segments() == segments.headSet(reached, false).size();
    }

    private boolean isPast(Checkpoint earlier, StoredTree tree) throws IOException {
        return earlier.size() <= newest.size() && leads(earlier.size(), earlier.root(), tree);
    }

    /// Whether the newest tree grew out of the one of this size and root.
    private boolean leads(long size, Hash root, StoredTree tree) throws IOException {
        List<Hash> path =
                tree.consistency(size, newest.size()).stream().map(Hash::of).toList();
        return ProofVerifier.verify(new ConsistencyProof(size, newest.size(), path), root, newest.root());
    }

    private Round segments(NavigableSet<Long> segments, HashFiles hashes, StoredTree tree, long seen)
            throws IOException {
        // The one before is read again where the new entries begin exactly at its end.
        long recent = segments.floor(Math.max(memory.reached().size() - 1, segments.first()));
        NavigableSet<Long> chosen = new TreeSet<>(segments.tailSet(recent, true));
        Long turn = segments.ceiling(memory.next());
        long older = turn == null || turn >= recent ? segments.first() : turn;
        chosen.add(older);
        long read = 0;
        for (long first : chosen) {
            Long next = segments.higher(first);
            long end = next == null ? newest.size() : next;
            if (!isSound(first, end, next == null, hashes, tree)) {
                return new Round.Doubtful();
            }
            read += end - first;
        }
        Audit.Tail tail = seen >= newest.size() ? new Audit.Tail.Proven() : new Audit.Tail.Unproven(Math.max(seen, 0));
        Audit audit = new Audit(segments.first(), newest.size(), List.of(), tail, newest, null);
        return new Round.Sound(new Patrol(audit, read), older + 1);
    }

    private boolean isSound(long first, long end, boolean last, HashFiles hashes, StoredTree tree) throws IOException {
        SegmentScan scan = new SegmentReader(disk, layout, first, end, (_, _) -> {})
                .read(checkpoint -> last && checkpoint.size() >= end);
        List<Head> heads = scan.heads();
        Checkpoint signed = scan.newest();
        if (!scan.damaged().isEmpty()
                || scan.entries().size() != end - first
                || heads.isEmpty()
                || heads.getFirst().size() != first
                || heads.getLast().size() != end
                || signed == null
                || !signed.isSignedByAny(keys)) {
            return false;
        }
        CompactRange range = CompactRange.of(first, tree);
        Iterator<Head> vouching = heads.iterator();
        if (!vouches(vouching.next(), range)) {
            return false;
        }
        Head next = vouching.hasNext() ? vouching.next() : null;
        AtomicBoolean stored = new AtomicBoolean(true);
        for (SegmentDiff.Found entry : scan.entries()) {
            Hash leaf = entry.leaf();
            if (leaf == null) {
                return false;
            }
            range.append(leaf.bytes(), (level, index, hash) -> {
                if (!isStored(hashes, level, index, hash)) {
                    stored.set(false);
                }
            });
            while (next != null && next.size() == range.size()) {
                if (!vouches(next, range)) {
                    return false;
                }
                next = vouching.hasNext() ? vouching.next() : null;
            }
        }
        return next == null && stored.get() && leads(end, Hash.of(range.root()), tree);
    }

    private static boolean vouches(Head head, CompactRange range) {
        return head.size() == range.size() && head.root().equals(Hash.of(range.root()));
    }

    private static boolean isStored(HashFiles hashes, int level, long index, byte[] hash) {
        try {
            return Arrays.equals(hash, hashes.read(level, index, 1));
        } catch (IOException _) {
            return false;
        }
    }
}
