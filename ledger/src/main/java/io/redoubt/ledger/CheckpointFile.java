package io.redoubt.ledger;

import io.redoubt.ledger.disk.Disk;
import io.redoubt.ledger.disk.DiskFile;
import io.redoubt.policy.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The checkpoints of one segment, as its file holds them.
///
/// @param heads     in their order, damaged ones left out
/// @param newest    the last one whole
/// @param newestEnd where its frame ends
/// @param damage    what is wrong before the last whole one, or null; what is behind it was never acknowledged
record CheckpointFile(
        List<Head> heads,
        @Nullable Checkpoint newest,
        long newestEnd,
        @Nullable String damage) {

    private static final int WINDOW = 1 << 20;

    /// Size and root of a checkpoint, without its text: there may be one for each entry.
    record Head(long size, Hash root) {}

    /// @param until the checkpoint to stop at, or null to read all of them
    static CheckpointFile read(Disk disk, Path path, @Nullable Checkpoint until) throws IOException {
        try (DiskFile file = disk.openForReading(path)) {
            return read(new FrameReader(file, 0, WINDOW), until);
        }
    }

    private static CheckpointFile read(FrameReader frames, @Nullable Checkpoint until) throws IOException {
        List<Head> heads = new ArrayList<>();
        Checkpoint newest = null;
        long newestEnd = 0;
        String damage = null;
        String suspected = null;
        while (true) {
            switch (frames.next()) {
                case FrameReader.Step.Frame frame -> {
                    Checkpoint checkpoint = parse(frame.content());
                    if (checkpoint == null) {
                        suspected = "a checkpoint at byte " + frame.offset() + " cannot be read";
                        continue;
                    }
                    if (suspected != null) {
                        damage = suspected;
                    }
                    if (newest != null && checkpoint.size() < newest.size()) {
                        damage = "a checkpoint of size " + checkpoint.size() + " stands behind one of size "
                                + newest.size();
                    }
                    heads.add(new Head(checkpoint.size(), checkpoint.root()));
                    newest = checkpoint;
                    newestEnd = frame.end();
                    if (until != null && checkpoint.note().equals(until.note())) {
                        return new CheckpointFile(heads, newest, newestEnd, damage);
                    }
                }
                case FrameReader.Step.Broken broken -> {
                    suspected = "a checkpoint at byte " + broken.offset() + ": " + broken.why();
                    if (!frames.skipToFrame()) {
                        return new CheckpointFile(heads, newest, newestEnd, damage);
                    }
                }
                case FrameReader.Step.End _ -> {
                    // A whole checkpoint behind zeroes was forced, and so were those that should stand there.
                    suspected = "checkpoints are missing";
                    if (frames.strayBytes() == 0 || !frames.skipToFrame()) {
                        return new CheckpointFile(heads, newest, newestEnd, damage);
                    }
                }
            }
        }
    }

    private static @Nullable Checkpoint parse(byte[] note) {
        try {
            return Checkpoint.parse(new String(note, StandardCharsets.UTF_8));
        } catch (ProblemException _) {
            return null;
        }
    }
}
