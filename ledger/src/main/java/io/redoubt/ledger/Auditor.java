package io.redoubt.ledger;

import io.redoubt.ledger.disk.Disk;
import io.redoubt.ledger.tree.HashFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Reads every entry of a stream, makes the tree anew, and holds it against the stored hashes, every checkpoint, and
/// checkpoints from elsewhere. Changes nothing. Used once.
final class Auditor {

    private static final int HASHES_AT_ONCE = 4096;
    private static final int MOST_FINDINGS = 1_000;

    private final Disk disk;
    private final Layout layout;
    private final List<VerifierKey> keys;
    private final EpochClaims epochs;
    private final List<Finding> findings = new ArrayList<>();
    private final List<Finding> strangers = new ArrayList<>();

    Auditor(Disk disk, Layout layout, List<VerifierKey> keys) {
        this.disk = disk;
        this.layout = layout;
        this.keys = keys;
        this.epochs = new EpochClaims(keys);
    }

    /// @param upTo      the newest checkpoint of a stream that is being written, or null for the newest on disk
    /// @param elsewhere checkpoints of this stream that were kept elsewhere
    Audit audit(@Nullable Checkpoint upTo, List<Checkpoint> elsewhere) throws IOException {
        StreamEnd end = upTo == null ? end() : live(upTo);
        NavigableSet<Long> segments = layout.segments(disk);
        long size = end.size();
        long kept = segments.isEmpty() ? size : Math.min(segments.first(), size);
        TreeSet<Long> present = new TreeSet<>(segments.headSet(size, false));

        try (HashFiles hashes = HashFiles.forReading(disk, layout.tree())) {
            AuditedTree tree = new AuditedTree(hashes, trusted(elsewhere), epochs, findings::add);
            dropped(hashes, tree, kept);
            for (Long first : present) {
                Long next = present.higher(first);
                segment(tree, hashes, new Part(first, next == null ? size : next, next == null, upTo != null, end));
            }
            retention(tree, kept);
            return report(tree, end, kept);
        }
    }

    private StreamEnd end() throws IOException {
        Checkpoint head = HeadFile.read(disk, layout.head(), keys);
        StreamEnd end = StreamEnd.find(disk, layout, head, _ -> false);
        if (head == null && !layout.segments(disk).isEmpty()) {
            add(
                    Finding.Kind.CHECKPOINT,
                    end.size(),
                    end.size(),
                    "`head` is missing or damaged, so nothing shows whether the last commit was cut off");
        }
        return end;
    }

    private static StreamEnd live(Checkpoint upTo) {
        return new StreamEnd(null, null, upTo, upTo.size(), null, null);
    }

    private Audit report(AuditedTree tree, StreamEnd end, long kept) {
        Checkpoint newest = end.newest();
        long size = end.size();
        if (newest != null && !newest.isSignedByAny(keys)) {
            add(Finding.Kind.CHECKPOINT, size, size, "the newest checkpoint is not signed by a known key");
        }
        Finding damage = end.damage();
        if (damage != null && findings.isEmpty()) {
            add(damage);
        }
        disputes(tree, size);
        findings.addAll(strangers);
        List<Finding> sorted = findings.stream()
                .sorted(Comparator.comparingLong(Finding::first))
                .limit(MOST_FINDINGS)
                .toList();
        long seen = tree.seenElsewhere();
        Audit.Tail tail =
                seen >= size && newest != null ? new Audit.Tail.Proven() : new Audit.Tail.Unproven(Math.max(seen, 0));
        return new Audit(kept, size, sorted, tail, newest, end.cut());
    }

    /// What a damaged stream says of its epochs excuses nothing.
    private void disputes(AuditedTree tree, long size) {
        boolean sound = findings.isEmpty();
        tree.disputes(size).stream()
                .filter(dispute -> !sound || !epochs.gaveUp(dispute.checkpoint()))
                .forEach(dispute -> add(dispute.finding()));
    }

    private List<Checkpoint> trusted(List<Checkpoint> elsewhere) {
        List<Checkpoint> trusted = new ArrayList<>();
        for (Checkpoint checkpoint : elsewhere) {
            if (checkpoint.isSignedByAny(keys)) {
                trusted.add(checkpoint);
            } else {
                strangers.add(new Finding(
                        Finding.Kind.CHECKPOINT,
                        checkpoint.size(),
                        checkpoint.size(),
                        "the checkpoint from elsewhere is not signed by a known key of this stream"));
            }
        }
        return trusted;
    }

    /// Of what retention dropped, the leaf hashes are left; the signed roots vouch for them.
    private static void dropped(HashFiles hashes, AuditedTree tree, long kept) throws IOException {
        List<Hash> leaves = stored(hashes, 0, kept);
        if (leaves.size() < kept) {
            tree.lost(leaves.size());
            return;
        }
        leaves.forEach(tree::append);
    }

    /// @param last      whether it is the newest
    /// @param live      whether it is being written
    /// @param streamEnd where the stream ends
    private record Part(long first, long end, boolean last, boolean live, StreamEnd streamEnd) {

        long count() {
            return end - first;
        }

        /// Whether more may stand behind its end: what a crash left, or what is being written just now.
        boolean isOpenEnded(SegmentScan scan) {
            boolean reached = !scan.heads().isEmpty() && scan.heads().getLast().size() == end;
            return last && (streamEnd.cut() != null || !reached);
        }
    }

    private void segment(AuditedTree tree, HashFiles hashes, Part part) throws IOException {
        long first = part.first();
        long end = part.end();
        SegmentScan scan = new SegmentReader(disk, layout, first, end, (index, json) -> {
                    if (index < end) {
                        tree.look(json);
                    }
                })
                .read(checkpoint -> part.live() && part.last() && checkpoint.size() >= end);
        List<Head> heads =
                scan.heads().stream().filter(head -> head.size() <= end).toList();
        List<SegmentDiff.Found> found = scan.entries();
        if (part.isOpenEnded(scan) && found.size() > part.count()) {
            found = found.subList(0, (int) part.count());
        }
        checkpoints(scan, part, heads);
        compare(tree, hashes, part, heads, found);
    }

    private void checkpoints(SegmentScan scan, Part part, List<Head> heads) {
        long first = part.first();
        long end = part.end();
        SegmentScan.Whole whole = scan.whole();
        boolean undamaged = part.last() && part.streamEnd().damage() == null;
        // What a crash left behind the end, or is being written there, is no finding.
        long until = undamaged && whole != null && whole.checkpoint().size() == end ? whole.end() : Long.MAX_VALUE;
        List<SegmentScan.DamagedHead> damaged =
                scan.damaged().stream().filter(head -> head.offset() < until).toList();
        damaged.forEach(head -> add(Finding.Kind.CHECKPOINT, head.index(), head.index(), head.why()));
        if (damaged.isEmpty() && (heads.isEmpty() || heads.getFirst().size() != first)) {
            add(Finding.Kind.CHECKPOINT, first, first, "the checkpoint that its segment begins with is missing");
        } else if (damaged.isEmpty()
                && heads.getLast().size() != end
                && scan.entries().size() >= part.count()) {
            add(Finding.Kind.CHECKPOINT, end - 1, end - 1, "the checkpoint of size " + end + " is missing");
        }
        Checkpoint newest = scan.newest();
        if (!part.last() && newest != null && !newest.isSignedByAny(keys)) {
            long size = newest.size();
            add(Finding.Kind.CHECKPOINT, size, size, "the checkpoint of this size is not signed by a known key");
        }
    }

    private void compare(AuditedTree tree, HashFiles hashes, Part part, List<Head> heads, List<SegmentDiff.Found> found)
            throws IOException {
        long first = part.first();
        long end = part.end();
        List<Hash> expected = stored(hashes, first, end);
        boolean whole = found.size() == end - first && found.stream().allMatch(each -> each.leaf() != null);
        boolean stored = expected.size() == end - first;

        if (whole && stored && same(expected, found)) {
            tree.append(expected, heads);
            return;
        }
        Hash root = heads.isEmpty() ? null : heads.getLast().root();
        long at = heads.isEmpty() ? end : heads.getLast().size();
        if (whole && (!stored || (root != null && tree.leadsTo(root, leaves(found), at)))) {
            long firstWrong = firstDifference(expected, found);
            add(
                    Finding.Kind.HASHES,
                    first + firstWrong,
                    first + firstWrong,
                    "the stored hashes from here on are not those of the entries");
            tree.append(leaves(found), heads);
            return;
        }
        if (stored) {
            SegmentDiff.of(first, expected, found).forEach(this::add);
            tree.append(expected, heads);
            return;
        }
        broken(first, end, found);
        tree.lost(first);
    }

    /// Neither hashes nor whole entries: what is left is to name those that are damaged.
    private void broken(long first, long end, List<SegmentDiff.Found> found) {
        for (int i = 0; i < found.size(); i++) {
            if (found.get(i).leaf() == null) {
                add(
                        Finding.Kind.ALTERED,
                        first + i,
                        first + i,
                        "altered: " + found.get(i).why());
            }
        }
        if (found.size() < end - first) {
            add(Finding.Kind.MISSING, first + found.size(), end - 1, "missing");
        }
    }

    /// The stored leaf hashes, as far as they are there.
    private static List<Hash> stored(HashFiles hashes, long from, long to) throws IOException {
        long end = Math.min(to, hashes.leaves());
        List<Hash> leaves = new ArrayList<>();
        for (long index = from; index < end; index += HASHES_AT_ONCE) {
            int count = (int) Math.min(HASHES_AT_ONCE, end - index);
            byte[] row = hashes.read(0, index, count);
            for (int i = 0; i < count; i++) {
                leaves.add(Hash.of(Arrays.copyOfRange(row, i * Hash.LENGTH, (i + 1) * Hash.LENGTH)));
            }
        }
        return leaves;
    }

    private static boolean same(List<Hash> expected, List<SegmentDiff.Found> found) {
        return firstDifference(expected, found) == expected.size();
    }

    private static int firstDifference(List<Hash> expected, List<SegmentDiff.Found> found) {
        int i = 0;
        while (i < expected.size() && expected.get(i).equals(found.get(i).leaf())) {
            i++;
        }
        return i;
    }

    private static List<Hash> leaves(List<SegmentDiff.Found> found) {
        List<Hash> leaves = new ArrayList<>();
        for (SegmentDiff.Found each : found) {
            Hash leaf = each.leaf();
            if (leaf != null) {
                leaves.add(leaf);
            }
        }
        return leaves;
    }

    /// Dropping the oldest entries is recorded before it is done.
    private void retention(AuditedTree tree, long kept) {
        if (kept > tree.retainedFrom()) {
            add(
                    Finding.Kind.MISSING,
                    tree.retainedFrom(),
                    kept - 1,
                    "missing, and the ledger does not say that they were dropped");
        }
    }

    private void add(Finding finding) {
        findings.add(finding);
    }

    private void add(Finding.Kind kind, long first, long last, String what) {
        findings.add(new Finding(kind, first, Math.max(first, last), what));
    }
}
