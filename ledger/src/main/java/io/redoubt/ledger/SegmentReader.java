package io.redoubt.ledger;

import io.redoubt.ledger.disk.Disk;
import io.redoubt.ledger.disk.DiskFile;
import io.redoubt.ledger.tree.TreeHasher;
import io.redoubt.policy.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Reads a segment to its end. Used once.
final class SegmentReader {

    private static final int WINDOW = 4 << 20;

    private final Disk disk;
    private final Layout layout;
    private final long first;
    private final long end;
    private final EntrySink each;
    private final TreeHasher hasher = new TreeHasher();

    private final List<SegmentDiff.Found> entries = new ArrayList<>();
    private final List<Head> heads = new ArrayList<>();
    private final List<SegmentScan.DamagedHead> damaged = new ArrayList<>();
    /// Broken frames since the last whole checkpoint, each with an entry for it.
    private final List<Suspect> suspects = new ArrayList<>();

    private SegmentScan.@Nullable Whole whole;
    private @Nullable Checkpoint newest;
    private @Nullable Checkpoint newestOfRest;
    private int headsOfRest;
    private int wholeEntries;
    private boolean broken;
    private boolean contradicts;

    private record Suspect(int place, FrameReader.Step.Broken frame) {
        boolean looksLikeCheckpoint() {
            return frame.kind() == Frames.Kind.CHECKPOINT;
        }
    }

    /// Takes the whole entries.
    @FunctionalInterface
    interface EntrySink {
        void accept(long index, byte[] json);
    }

    /// @param end how far the segment should go, or `Long.MAX_VALUE` where that is to be found out
    SegmentReader(Disk disk, Layout layout, long first, long end, EntrySink each) {
        this.disk = disk;
        this.layout = layout;
        this.first = first;
        this.end = end;
        this.each = each;
    }

    /// @param last at which checkpoint to stop
    SegmentScan read(Predicate<Checkpoint> last) throws IOException {
        try (DiskFile file = disk.openForReading(layout.segment(first))) {
            boolean stopped = read(new FrameReader(file, 0, WINDOW), last);
            settle(end);
            long stray = stopped ? 0 : new FrameReader(file, whole == null ? 0 : whole.end(), WINDOW).strayBytes();
            int entriesOfRest = wholeEntries - (whole == null ? 0 : whole.entries());
            SegmentScan.Rest rest = new SegmentScan.Rest(entriesOfRest, headsOfRest, newestOfRest, stray, contradicts);
            return new SegmentScan(first, entries, heads, damaged, whole, rest, newest);
        }
    }

    private boolean read(FrameReader frames, Predicate<Checkpoint> last) throws IOException {
        while (true) {
            switch (frames.next()) {
                case FrameReader.Step.Frame frame -> {
                    if (frame.kind() == Frames.Kind.ENTRY) {
                        entry(frame.content());
                    } else if (checkpoint(frame, last)) {
                        return true;
                    }
                }
                case FrameReader.Step.Broken frame -> {
                    broken = true;
                    suspects.add(new Suspect(entries.size(), frame));
                    entries.add(new SegmentDiff.Found(null, frame.why()));
                    if (!frames.skipToFrame()) {
                        return false;
                    }
                }
                case FrameReader.Step.End _ -> {
                    // What stands behind zeroes was written, and so was what should stand here.
                    if (!frames.isMoreWritten() || !frames.skipToFrame()) {
                        return false;
                    }
                    broken = true;
                }
            }
        }
    }

    private void entry(byte[] json) {
        if (whole == null && !broken) {
            // The checkpoint that a segment begins with is forced before anything is behind it.
            broken = true;
            contradicts = true;
        }
        each.accept(first + entries.size(), json);
        entries.add(new SegmentDiff.Found(Hash.of(hasher.leaf(json)), "it is not what was recorded"));
        wholeEntries++;
    }

    private boolean checkpoint(FrameReader.Step.Frame frame, Predicate<Checkpoint> last) {
        Checkpoint checkpoint;
        try {
            checkpoint = Checkpoint.parse(new String(frame.content(), StandardCharsets.UTF_8));
        } catch (ProblemException _) {
            contradict(frame, "it cannot be read");
            return false;
        }
        settle(checkpoint.size());
        long before = heads.isEmpty() ? first - 1 : heads.getLast().size();
        if (checkpoint.size() <= before) {
            contradict(frame, "it is of size " + checkpoint.size() + ", which is not its place");
            return false;
        }
        heads.add(Head.of(checkpoint));
        if (checkpoint.size() <= end) {
            newest = checkpoint;
        }
        if (!broken && checkpoint.size() != first + entries.size()) {
            broken = true;
            contradicts = true;
        }
        if (broken) {
            contradicts |= isBehindOthers(checkpoint);
            headsOfRest++;
            newestOfRest = checkpoint;
        } else {
            whole = new SegmentScan.Whole(checkpoint, entries.size(), heads.size(), frame.end());
        }
        return last.test(checkpoint);
    }

    /// The frames of one commit are next to each other. So where all its entries are whole and something is broken
    /// nevertheless, that was a checkpoint, and an earlier commit's.
    private boolean isBehindOthers(Checkpoint checkpoint) {
        SegmentScan.Whole before = whole;
        return before != null
                && wholeEntries - before.entries()
                        >= checkpoint.size() - before.checkpoint().size();
    }

    private void contradict(FrameReader.Step.Frame frame, String why) {
        damaged(frame.offset(), entries.size(), why);
        broken = true;
        contradicts = true;
    }

    private void damaged(long offset, int place, String why) {
        damaged.add(new SegmentScan.DamagedHead(
                offset, first + place, "the checkpoint at byte " + offset + " of its segment: " + why));
    }

    /// A checkpoint tells how many entries stand before it; broken frames beyond that number were checkpoints.
    private void settle(long size) {
        long surplus = first + entries.size() - size;
        suspects.sort(Comparator.comparing(Suspect::looksLikeCheckpoint)
                .thenComparingInt(Suspect::place)
                .reversed());
        List<Integer> places = new ArrayList<>();
        for (Suspect suspect : suspects.subList(0, Math.clamp(surplus, 0, suspects.size()))) {
            FrameReader.Step.Broken frame = suspect.frame();
            damaged(frame.offset(), suspect.place(), frame.why());
            places.add(suspect.place());
        }
        places.sort(Comparator.reverseOrder());
        places.forEach(place -> entries.remove((int) place));
        suspects.clear();
    }
}
