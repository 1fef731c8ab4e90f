package io.redoubt.ledger;

import io.redoubt.ledger.disk.Disk;
import io.redoubt.ledger.disk.DiskFile;
import io.redoubt.ledger.tree.HashFiles;
import io.redoubt.ledger.tree.TreeHasher;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
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

    private static final int WINDOW = 4 << 20;
    private static final int HASHES_AT_ONCE = 4096;
    private static final int MOST_FINDINGS = 1_000;

    private final Disk disk;
    private final Layout layout;
    private final List<VerifierKey> keys;
    private final TreeHasher hasher = new TreeHasher();
    private final List<Finding> findings = new ArrayList<>();

    Auditor(Disk disk, Layout layout, List<VerifierKey> keys) {
        this.disk = disk;
        this.layout = layout;
        this.keys = keys;
    }

    /// @param upTo      the newest checkpoint of a stream that is being written, or null for the newest on disk
    /// @param elsewhere checkpoints of this stream that were kept elsewhere
    Audit audit(@Nullable Checkpoint upTo, List<Checkpoint> elsewhere) throws IOException {
        NavigableSet<Long> segments = layout.firsts(disk, Layout.SEGMENT);
        NavigableSet<Long> parts = layout.firsts(disk, Layout.CHECKPOINTS);
        Checkpoint newest = upTo == null ? newest(parts) : upTo;
        long size = newest == null ? 0 : newest.size();
        long kept = segments.isEmpty() ? size : Math.min(segments.first(), size);
        parts.addAll(segments);
        TreeSet<Long> present = new TreeSet<>(parts.tailSet(kept, true).headSet(size, false));

        try (HashFiles hashes = HashFiles.forReading(disk, layout.tree())) {
            AuditedTree tree = new AuditedTree(hashes, trusted(elsewhere), findings::add);
            dropped(hashes, tree, kept);
            for (Long first : present) {
                Long next = present.higher(first);
                segment(
                        tree,
                        hashes,
                        new Part(first, next == null ? size : next, next == null, segments.contains(first)));
            }
            retention(tree, kept);
            return report(tree, newest, kept, size);
        }
    }

    private Audit report(AuditedTree tree, @Nullable Checkpoint newest, long kept, long size) {
        if (newest != null && !newest.isSignedByAny(keys)) {
            add(Finding.Kind.CHECKPOINT, size, size, "the newest checkpoint is not signed by a known key");
        }
        for (Checkpoint beyond : tree.beyond(size)) {
            add(
                    Finding.Kind.ROLLED_BACK,
                    size,
                    beyond.size() - 1,
                    "a checkpoint from elsewhere covers " + beyond.size() + " entries; they are not here");
        }
        List<Finding> sorted = findings.stream()
                .sorted(Comparator.comparingLong(Finding::first))
                .limit(MOST_FINDINGS)
                .toList();
        long seen = tree.seenElsewhere();
        Audit.Tail tail =
                seen >= size && newest != null ? new Audit.Tail.Proven() : new Audit.Tail.Unproven(Math.max(seen, 0));
        return new Audit(kept, size, sorted, tail, newest);
    }

    private @Nullable Checkpoint newest(NavigableSet<Long> parts) throws IOException {
        for (Long first : parts.descendingSet()) {
            CheckpointFile file = CheckpointFile.read(disk, layout.checkpoints(first), null);
            if (file.newest() != null) {
                return file.newest();
            }
            add(Finding.Kind.CHECKPOINT, first, first, "no checkpoint of its segment can be read");
        }
        return null;
    }

    private List<Checkpoint> trusted(List<Checkpoint> elsewhere) {
        List<Checkpoint> trusted = new ArrayList<>();
        for (Checkpoint checkpoint : elsewhere) {
            if (checkpoint.isSignedByAny(keys)) {
                trusted.add(checkpoint);
            } else {
                add(
                        Finding.Kind.CHECKPOINT,
                        checkpoint.size(),
                        checkpoint.size(),
                        "the checkpoint from elsewhere is not signed by a known key of this stream");
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

    /// @param newest  whether entries may follow that no checkpoint covers yet
    /// @param present whether its segment is there
    private record Part(long first, long end, boolean newest, boolean present) {}

    private void segment(AuditedTree tree, HashFiles hashes, Part part) throws IOException {
        long first = part.first();
        long end = part.end();
        CheckpointFile checkpoints = checkpoints(first);
        List<CheckpointFile.Head> heads =
                checkpoints.heads().stream().filter(head -> head.size() <= end).toList();
        List<Hash> expected = stored(hashes, first, end);
        List<SegmentDiff.Found> found = part.present() ? found(tree, part) : List.of();
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

    private CheckpointFile checkpoints(long first) throws IOException {
        try {
            CheckpointFile file = CheckpointFile.read(disk, layout.checkpoints(first), null);
            if (file.damage() != null) {
                add(Finding.Kind.CHECKPOINT, first, first, file.damage());
            }
            if (file.newest() != null && !file.newest().isSignedByAny(keys)) {
                long size = file.newest().size();
                add(Finding.Kind.CHECKPOINT, size, size, "the checkpoint of this size is not signed by a known key");
            }
            return file;
        } catch (NoSuchFileException _) {
            add(Finding.Kind.CHECKPOINT, first, first, "the checkpoints of its segment are gone");
            return new CheckpointFile(List.of(), null, 0, null);
        }
    }

    private List<SegmentDiff.Found> found(AuditedTree tree, Part part) throws IOException {
        List<SegmentDiff.Found> found = new ArrayList<>();
        try (DiskFile file = disk.openForReading(layout.segment(part.first()))) {
            FrameReader frames = new FrameReader(file, 0, WINDOW);
            long count = part.end() - part.first();
            while (true) {
                switch (frames.next()) {
                    case FrameReader.Step.Frame frame -> {
                        // What no checkpoint covers was never acknowledged, or is being written just now.
                        if (part.newest() && found.size() >= count) {
                            return found;
                        }
                        tree.look(frame.content());
                        found.add(new SegmentDiff.Found(
                                Hash.of(hasher.leaf(frame.content())), "it is not what was recorded"));
                    }
                    case FrameReader.Step.Broken broken -> {
                        if (part.newest() && found.size() >= count) {
                            return found;
                        }
                        found.add(new SegmentDiff.Found(null, broken.why()));
                        if (!frames.skipToFrame()) {
                            return found;
                        }
                    }
                    case FrameReader.Step.End _ -> {
                        if (found.size() >= count || frames.strayBytes() == 0 || !frames.skipToFrame()) {
                            return found;
                        }
                    }
                }
            }
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
