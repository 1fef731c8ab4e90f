package io.redoubt.ledger;

import io.redoubt.ledger.disk.Disk;
import io.redoubt.ledger.tree.CompactRange;
import io.redoubt.ledger.tree.HashFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Writes a stream. After any exception it must be abandoned and the stream opened anew: what a failed force left
/// behind
/// is unknown. Not thread-safe.
final class LogWriter implements Closeable {

    private static final int SEGMENT_CHUNK = 1 << 20;
    private static final int CHECKPOINTS_CHUNK = 64 << 10;

    /// What a stream is written with.
    record Setting(Disk disk, Layout layout, VerifierKey key, Signer signer, long segmentBytes) {

        int segmentChunk() {
            return (int) Math.min(SEGMENT_CHUNK, segmentBytes);
        }

        int checkpointsChunk() {
            return (int) Math.min(CHECKPOINTS_CHUNK, segmentBytes);
        }
    }

    private final Setting setting;
    private final HashFiles hashes;

    private FrameFile segment;
    private FrameFile checkpoints;
    private CompactRange range;
    private Checkpoint newest;

    private LogWriter(
            Setting setting,
            HashFiles hashes,
            CompactRange range,
            FrameFile segment,
            FrameFile checkpoints,
            Checkpoint newest) {
        this.setting = setting;
        this.hashes = hashes;
        this.range = range;
        this.segment = segment;
        this.checkpoints = checkpoints;
        this.newest = newest;
    }

    /// Begins a stream with the signed checkpoint of the empty tree.
    static LogWriter create(Setting setting) throws IOException {
        CompactRange range = new CompactRange();
        Checkpoint empty = Checkpoint.sign(setting.key(), 0, Hash.of(range.root()), setting.signer());
        HashFiles hashes = HashFiles.forWriting(setting.disk(), setting.layout().tree());
        FrameFile checkpoints = beginCheckpoints(setting, empty);
        return new LogWriter(setting, hashes, range, beginSegment(setting, 0), checkpoints, empty);
    }

    /// Goes on where a stream ends.
    ///
    /// @param end            of the newest segment's entries
    /// @param checkpointsEnd of its checkpoints
    static LogWriter resume(
            Setting setting,
            HashFiles hashes,
            CompactRange range,
            long first,
            long end,
            long checkpointsEnd,
            Checkpoint newest)
            throws IOException {
        Layout layout = setting.layout();
        FrameFile checkpoints =
                FrameFile.resume(setting.disk(), layout.checkpoints(first), checkpointsEnd, setting.checkpointsChunk());
        FrameFile segment = FrameFile.resume(setting.disk(), layout.segment(first), end, setting.segmentChunk());
        return new LogWriter(setting, hashes, range, segment, checkpoints, newest);
    }

    Checkpoint newest() {
        return newest;
    }

    /// Appends the entries and a checkpoint over them; all of it is durable when it returns.
    Checkpoint commit(List<Leaf> leaves) throws IOException {
        ByteBuffer frames = Frames.of(leaves.stream().map(Leaf::json).toList());
        if (segment.end() > 0 && segment.end() + frames.remaining() > setting.segmentBytes()) {
            roll();
        }
        segment.append(frames);
        CompactRange grown = range.copy();
        for (Leaf leaf : leaves) {
            grown.append(leaf.hash(), hashes);
        }
        hashes.flush();
        Checkpoint checkpoint = Checkpoint.sign(setting.key(), grown.size(), Hash.of(grown.root()), setting.signer());
        segment.force();
        // Only now: a checkpoint on disk vouches for entries on disk.
        checkpoints.append(frame(checkpoint));
        checkpoints.force();
        segment.requireInPlace();
        checkpoints.requireInPlace();
        range = grown;
        newest = checkpoint;
        return checkpoint;
    }

    /// Begins the next segment. The hashes are forced first: from then on they are trusted up to its first entry.
    private void roll() throws IOException {
        segment.trim();
        checkpoints.trim();
        hashes.force();
        FrameFile nextCheckpoints = beginCheckpoints(setting, newest);
        checkpoints.close();
        checkpoints = nextCheckpoints;
        FrameFile next = beginSegment(setting, newest.size());
        segment.close();
        segment = next;
    }

    /// Durable, with its name, before the segment itself is there: a segment without checkpoints is damage.
    private static FrameFile beginCheckpoints(Setting setting, Checkpoint first) throws IOException {
        FrameFile file = FrameFile.create(
                setting.disk(), setting.layout().checkpoints(first.size()), setting.checkpointsChunk());
        file.append(frame(first));
        file.force();
        setting.disk().forceNames(setting.layout().directory());
        return file;
    }

    private static FrameFile beginSegment(Setting setting, long first) throws IOException {
        FrameFile file = FrameFile.create(setting.disk(), setting.layout().segment(first), setting.segmentChunk());
        file.force();
        setting.disk().forceNames(setting.layout().directory());
        return file;
    }

    private static ByteBuffer frame(Checkpoint checkpoint) {
        return Frames.of(List.of(checkpoint.note().getBytes(StandardCharsets.UTF_8)));
    }

    /// Trims the files; afterwards, a file that ends in zeroes was left by a crash.
    void finish() throws IOException {
        segment.trim();
        checkpoints.trim();
        hashes.force();
    }

    @Override
    public void close() throws IOException {
        try (hashes) {
            segment.close();
        } finally {
            checkpoints.close();
        }
    }
}
