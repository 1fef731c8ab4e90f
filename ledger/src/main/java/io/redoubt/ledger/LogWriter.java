package io.redoubt.ledger;

import io.redoubt.ledger.disk.Closing;
import io.redoubt.ledger.disk.Disk;
import io.redoubt.ledger.tree.CompactRange;
import io.redoubt.ledger.tree.HashFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/// Writes a stream. After any exception it must be abandoned and the stream opened anew: what a failed force left
/// behind is unknown. Not thread-safe.
final class LogWriter implements Closeable {

    private static final int CHUNK = 1 << 20;

    /// What a stream is written with.
    record Setting(Disk disk, Layout layout, VerifierKey key, Signer signer, long segmentBytes) {

        int chunk() {
            return (int) Math.min(CHUNK, segmentBytes);
        }
    }

    private final Setting setting;
    private final HashFiles hashes;
    private final HeadFile head;

    private FrameFile segment;
    private long first;
    private CompactRange range;
    private Checkpoint newest;

    private LogWriter(
            Setting setting,
            HashFiles hashes,
            HeadFile head,
            FrameFile segment,
            long first,
            CompactRange range,
            Checkpoint newest) {
        this.setting = setting;
        this.hashes = hashes;
        this.head = head;
        this.segment = segment;
        this.first = first;
        this.range = range;
        this.newest = newest;
    }

    /// Begins a stream with the signed checkpoint of the empty tree. The head is there first: a segment without one is
    /// no crash's work.
    static LogWriter create(Setting setting) throws IOException {
        CompactRange range = new CompactRange();
        Checkpoint empty = Checkpoint.sign(setting.key(), 0, Hash.of(range.root()), 1, setting.signer());
        HashFiles hashes = HashFiles.forWriting(setting.disk(), setting.layout().tree());
        HeadFile head = HeadFile.open(setting.disk(), setting.layout(), empty);
        try {
            return new LogWriter(setting, hashes, head, begin(setting, empty), 0, range, empty);
        } catch (IOException | RuntimeException | Error e) {
            Closing.after(e, head);
            throw e;
        }
    }

    /// Goes on where a stream ends.
    static LogWriter resume(Setting setting, HashFiles hashes, CompactRange range, long first, SegmentScan.Whole whole)
            throws IOException {
        Checkpoint newest = whole.checkpoint();
        FrameFile segment =
                FrameFile.open(setting.disk(), setting.layout().segment(first), whole.end(), setting.chunk());
        try {
            // The head covers only what is durable, and nothing that it covers is cut, whenever the power goes.
            HeadFile head = HeadFile.open(setting.disk(), setting.layout(), newest);
            try {
                segment.trim();
                return new LogWriter(setting, hashes, head, segment, first, range, newest);
            } catch (IOException | RuntimeException | Error e) {
                Closing.after(e, head);
                throw e;
            }
        } catch (IOException | RuntimeException | Error e) {
            Closing.after(e, segment);
            throw e;
        }
    }

    Checkpoint newest() {
        return newest;
    }

    /// Appends the entries and a checkpoint over them; all of it is durable when it returns.
    ///
    /// @param epoch that the checkpoint is of, the newest one's or a later one
    Checkpoint commit(List<Leaf> leaves, long epoch) throws IOException {
        CompactRange grown = range.copy();
        for (Leaf leaf : leaves) {
            grown.append(leaf.hash(), hashes);
        }
        hashes.flush();
        Checkpoint checkpoint =
                Checkpoint.sign(setting.key(), grown.size(), Hash.of(grown.root()), epoch, setting.signer());
        ByteBuffer frames = Frames.commit(leaves, checkpoint);
        if (newest.size() > first && segment.end() + frames.remaining() > setting.segmentBytes()) {
            roll();
        }
        segment.append(frames);
        segment.force();
        segment.requireInPlace();
        hashes.requireInPlace();
        head.requireInPlace();
        head.write(checkpoint);
        range = grown;
        newest = checkpoint;
        return checkpoint;
    }

    /// Begins the next segment. The hashes are forced first: from then on they are trusted up to its first entry.
    private void roll() throws IOException {
        segment.trim();
        hashes.force();
        head.force();
        FrameFile next = begin(setting, newest);
        segment.close();
        segment = next;
        first = newest.size();
    }

    private static FrameFile begin(Setting setting, Checkpoint checkpoint) throws IOException {
        FrameFile file = FrameFile.create(setting.disk(), setting.layout().segment(checkpoint.size()), setting.chunk());
        try {
            file.append(Frames.commit(List.of(), checkpoint));
            file.force();
            setting.disk().forceNames(setting.layout().directory());
            return file;
        } catch (IOException | RuntimeException | Error e) {
            Closing.after(e, file);
            throw e;
        }
    }

    /// Trims the file and makes all durable; afterwards, a segment that ends in zeroes was left by a crash.
    void finish() throws IOException {
        segment.trim();
        hashes.force();
        head.force();
    }

    @Override
    public void close() throws IOException {
        try (hashes;
                head) {
            segment.close();
        }
    }
}
