package io.redoubt.ledger;

import io.redoubt.ledger.disk.Disk;
import io.redoubt.ledger.disk.DiskFile;
import io.redoubt.ledger.tree.CompactRange;
import io.redoubt.ledger.tree.HashFiles;
import io.redoubt.ledger.tree.StoredTree;
import io.redoubt.ledger.tree.TreeHasher;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import org.jspecify.annotations.Nullable;

/// Finds the place where a stream goes on: behind the entries of its last durable checkpoint. What is behind was never
/// acknowledged and is cut; what is missing or altered before it is damage, and nothing is touched.
final class LogOpener {

    private static final int WINDOW = 1 << 20;
    private static final int REBUILD_BATCH = 65_536;

    private final LogWriter.Setting setting;
    private final Disk disk;
    private final Layout layout;
    private final List<VerifierKey> keys;

    /// @param keys that checkpoints on disk may be signed by
    LogOpener(LogWriter.Setting setting, List<VerifierKey> keys) {
        this.setting = setting;
        this.disk = setting.disk();
        this.layout = setting.layout();
        this.keys = keys;
    }

    /// @param cut null where nothing was
    record Opened(LogWriter writer, @Nullable Cut cut) {}

    /// @param durable the last checkpoint that this process knows to be durable, or null when it has just begun; what
    ///     is on disk behind it is not trusted
    Opened open(@Nullable Checkpoint durable) throws IOException {
        disk.makeDirectories(layout.directory());
        NavigableSet<Long> segments = layout.firsts(disk, Layout.SEGMENT);
        deleteUnbegun(segments, durable);
        if (segments.isEmpty()) {
            if (durable != null) {
                throw damaged(Finding.Kind.MISSING, 0, durable.size() - 1, "every segment is gone");
            }
            return new Opened(LogWriter.create(setting), null);
        }
        long first = segments.last();
        CheckpointFile checkpoints = checkpoints(first, durable);
        Checkpoint newest = checkpoints.newest();
        if (newest == null
                || checkpoints.damage() != null
                || (durable != null && !durable.note().equals(newest.note()))
                || newest.size() < first
                || !newest.isSignedByAny(keys)) {
            throw damaged(
                    Finding.Kind.CHECKPOINT,
                    first,
                    first,
                    checkpoints.damage() != null
                            ? checkpoints.damage()
                            : "its newest checkpoint is missing, or not signed by a known key");
        }
        return resume(first, checkpoints, newest);
    }

    private CheckpointFile checkpoints(long first, @Nullable Checkpoint durable) throws IOException {
        if (!layout.firsts(disk, Layout.CHECKPOINTS).contains(first)) {
            return new CheckpointFile(List.of(), null, 0, "its checkpoints are gone");
        }
        return CheckpointFile.read(disk, layout.checkpoints(first), durable);
    }

    /// A crash may leave the checkpoints of a segment that never began. They vouch for no entry of their own; where
    /// they
    /// do, the segment was removed.
    private void deleteUnbegun(NavigableSet<Long> segments, @Nullable Checkpoint durable) throws IOException {
        for (long first : layout.firsts(disk, Layout.CHECKPOINTS)) {
            if (segments.contains(first)) {
                continue;
            }
            Checkpoint newest =
                    CheckpointFile.read(disk, layout.checkpoints(first), null).newest();
            boolean dropped = !segments.isEmpty() && first < segments.first();
            if (!dropped && newest != null && newest.size() > first && (durable == null || durable.size() > first)) {
                throw damaged(Finding.Kind.MISSING, first, newest.size() - 1, "their segment is gone");
            }
            disk.delete(layout.checkpoints(first));
        }
    }

    private Opened resume(long first, CheckpointFile checkpoints, Checkpoint newest) throws IOException {
        List<byte[]> leaves = new ArrayList<>();
        long end = 0;
        Cut cut;
        try (DiskFile file = disk.openForReading(layout.segment(first))) {
            FrameReader frames = new FrameReader(file, 0, WINDOW);
            TreeHasher hasher = new TreeHasher();
            for (long index = first; index < newest.size(); index++) {
                if (!(frames.next() instanceof FrameReader.Step.Frame frame)) {
                    throw damagedAt(index);
                }
                leaves.add(hasher.leaf(frame.content()));
                end = frame.end();
            }
            cut = cutBehind(frames);
        }
        HashFiles hashes = HashFiles.forWriting(disk, layout.tree());
        try {
            CompactRange range = range(hashes, first, leaves, newest);
            return new Opened(
                    LogWriter.resume(setting, hashes, range, first, end, checkpoints.newestEnd(), newest), cut);
        } catch (IOException | LedgerException e) {
            hashes.close();
            throw e;
        }
    }

    private static @Nullable Cut cutBehind(FrameReader frames) throws IOException {
        long bytes = frames.strayBytes();
        long entries = 0;
        while (frames.next() instanceof FrameReader.Step.Frame) {
            entries++;
        }
        return bytes == 0 ? null : new Cut(entries, bytes);
    }

    /// The tree's edge: from the stored hashes up to the segment, which were forced when it began, then from its
    /// entries. Where that does not lead to the signed root, all is made anew.
    private CompactRange range(HashFiles hashes, long first, List<byte[]> leaves, Checkpoint newest)
            throws IOException {
        CompactRange range;
        try {
            range = CompactRange.of(first, new StoredTree(hashes));
            append(range, leaves, hashes);
            if (newest.root().equals(Hash.of(range.root()))) {
                return range;
            }
        } catch (EOFException _) {
            // The hashes were lost; they are made anew just as altered ones are.
        }
        range = rebuild(hashes, newest);
        if (!newest.root().equals(Hash.of(range.root()))) {
            throw damagedAt(first);
        }
        hashes.force();
        return range;
    }

    private CompactRange rebuild(HashFiles hashes, Checkpoint newest) throws IOException {
        CompactRange range = new CompactRange();
        TreeHasher hasher = new TreeHasher();
        long kept = layout.firsts(disk, Layout.SEGMENT).first();
        for (long index = 0; index < kept; index++) {
            // Of dropped entries only these hashes are left.
            append(range, List.of(hashes.read(0, index, 1)), hashes);
        }
        LogReader reader = new LogReader(disk, layout);
        for (long from = kept; from < newest.size(); from += REBUILD_BATCH) {
            List<byte[]> batch = new ArrayList<>();
            long to = Math.min(from + REBUILD_BATCH, newest.size());
            reader.read(from, to, raw -> batch.add(hasher.leaf(raw.json())));
            append(range, batch, hashes);
        }
        return range;
    }

    private static void append(CompactRange range, List<byte[]> leaves, HashFiles hashes) throws IOException {
        for (byte[] leaf : leaves) {
            range.append(leaf, hashes);
        }
        hashes.flush();
    }

    /// The auditor tells what happened there; this only knows that something did.
    private LedgerException.Damaged damagedAt(long index) throws IOException {
        List<Finding> findings =
                new Auditor(disk, layout, keys).audit(null, List.of()).findings();
        if (!findings.isEmpty()) {
            return new LedgerException.Damaged(layout.directory().toString(), findings);
        }
        return damaged(Finding.Kind.ALTERED, index, index, "it is not what the checkpoint vouches for");
    }

    private LedgerException.Damaged damaged(Finding.Kind kind, long first, long last, String what) {
        return new LedgerException.Damaged(
                layout.directory().toString(), List.of(new Finding(kind, first, Math.max(first, last), what)));
    }
}
