package io.redoubt.ledger;

import io.redoubt.ledger.disk.Closing;
import io.redoubt.ledger.disk.Disk;
import io.redoubt.ledger.tree.CompactRange;
import io.redoubt.ledger.tree.HashFiles;
import io.redoubt.ledger.tree.StoredTree;
import io.redoubt.ledger.tree.TreeHasher;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the place where a stream goes on. What a crash left behind its end was never acknowledged and is cut; what is
/// missing or altered before it is damage, and nothing is touched.
final class LogOpener {

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

    /// Opens a stream that this process has not had open yet.
    ///
    /// @param least how many entries are known to be durable
    Opened open(long least) throws IOException {
        StreamEnd end = StreamEnd.find(disk, layout, HeadFile.read(disk, layout.head(), keys), _ -> false);
        if (end.damage() == null && end.size() < least) {
            throw new LedgerException.Damaged(
                    layout.directory().toString(),
                    List.of(new Finding(
                            Finding.Kind.MISSING,
                            end.size(),
                            least - 1,
                            "missing or damaged at the end, and known to be durable")));
        }
        return open(end);
    }

    /// Opens a stream anew.
    ///
    /// @param durable the last checkpoint that this process knows to be durable; what is on disk behind it is not
    ///     trusted
    LogWriter reopen(Checkpoint durable) throws IOException {
        return open(StreamEnd.find(
                        disk, layout, durable, checkpoint -> checkpoint.note().equals(durable.note())))
                .writer();
    }

    private Opened open(StreamEnd end) throws IOException {
        Finding damage = end.damage();
        if (damage != null) {
            throw damaged(damage);
        }
        Checkpoint newest = end.newest();
        if (newest != null && !newest.isSignedByAny(keys)) {
            throw damaged(new Finding(
                    Finding.Kind.CHECKPOINT,
                    newest.size(),
                    newest.size(),
                    "the newest checkpoint is not signed by a known key"));
        }
        SegmentScan scan = end.scan();
        SegmentScan.Whole whole = scan == null ? null : scan.whole();
        if (scan == null || whole == null) {
            deleteUnbegun(end);
            return new Opened(LogWriter.create(setting), null);
        }
        HashFiles hashes = HashFiles.forWriting(disk, layout.tree());
        try {
            CompactRange range = range(hashes, scan, whole);
            deleteUnbegun(end);
            return new Opened(LogWriter.resume(setting, hashes, range, scan.first(), whole), end.cut());
        } catch (IOException | RuntimeException | Error e) {
            Closing.after(e, hashes);
            throw e;
        }
    }

    private void deleteUnbegun(StreamEnd end) throws IOException {
        Long unbegun = end.unbegun();
        if (unbegun != null) {
            disk.delete(layout.segment(unbegun));
            disk.forceNames(layout.directory());
        }
    }

    /// The tree's edge: from the stored hashes up to the segment, which were forced when it began, then from its
    /// entries. Nothing is stored before all its checkpoints have agreed.
    private CompactRange range(HashFiles hashes, SegmentScan scan, SegmentScan.Whole whole) throws IOException {
        CompactRange range = before(hashes, scan);
        int head = 1;
        for (SegmentDiff.Found entry : scan.entries().subList(0, whole.entries())) {
            Hash leaf = entry.leaf();
            if (leaf == null) {
                throw damagedAt(range.size());
            }
            range.append(leaf.bytes(), hashes);
            if (scan.heads().get(head).size() == range.size()) {
                if (!scan.heads().get(head).root().equals(Hash.of(range.root()))) {
                    throw damagedAt(range.size() - 1);
                }
                head++;
            }
        }
        hashes.flush();
        return range;
    }

    /// The edge at the segment's beginning. Where the stored hashes do not lead to the signed root, they are made anew.
    private CompactRange before(HashFiles hashes, SegmentScan scan) throws IOException {
        Hash root = scan.heads().getFirst().root();
        try {
            CompactRange stored = CompactRange.of(scan.first(), new StoredTree(hashes));
            if (root.equals(Hash.of(stored.root()))) {
                return stored;
            }
        } catch (EOFException _) {
            // The hashes were lost; they are made anew just as altered ones are.
        }
        if (!root.equals(Hash.of(
                rebuild(hashes, scan.first(), CompactRange.NodeSink.NONE).root()))) {
            throw damagedAt(scan.first());
        }
        CompactRange range = rebuild(hashes, scan.first(), hashes);
        hashes.force();
        return range;
    }

    private CompactRange rebuild(HashFiles hashes, long to, CompactRange.NodeSink sink) throws IOException {
        CompactRange range = new CompactRange();
        TreeHasher hasher = new TreeHasher();
        long kept = layout.segments(disk).first();
        for (long index = 0; index < kept; index++) {
            // Of dropped entries only these hashes are left.
            range.append(hashes.read(0, index, 1), sink);
        }
        LogReader reader = new LogReader(disk, layout);
        for (long from = kept; from < to; from += REBUILD_BATCH) {
            reader.read(from, Math.min(from + REBUILD_BATCH, to), raw -> range.append(hasher.leaf(raw.json()), sink));
            hashes.flush();
        }
        hashes.flush();
        return range;
    }

    private LedgerException.Damaged damagedAt(long index) throws IOException {
        return damaged(new Finding(Finding.Kind.ALTERED, index, index, "it is not what the checkpoint vouches for"));
    }

    /// The auditor tells what happened there; this only knows that something did.
    private LedgerException.Damaged damaged(Finding known) throws IOException {
        List<Finding> findings = new ArrayList<>();
        try {
            findings.addAll(
                    new Auditor(disk, layout, keys).audit(null, List.of()).findings());
        } catch (NoSuchFileException _) {
            // What is known already is said.
        }
        if (findings.isEmpty()) {
            findings.add(known);
        }
        return new LedgerException.Damaged(layout.directory().toString(), findings);
    }
}
