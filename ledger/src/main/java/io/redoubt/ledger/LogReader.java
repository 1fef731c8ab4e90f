package io.redoubt.ledger;

import io.redoubt.ledger.disk.Disk;
import io.redoubt.ledger.disk.DiskFile;
import io.redoubt.ledger.tree.TreeHasher;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.NavigableSet;
import java.util.function.Consumer;

/// Reads entries that are durable. Thread-safe: each read opens its own file, so that an interrupted reader closes no
/// one else's.
final class LogReader {

    private static final int WINDOW = 128 << 10;

    private final Disk disk;
    private final Layout layout;
    private final SegmentOffsets offsets = new SegmentOffsets();

    LogReader(Disk disk, Layout layout) {
        this.disk = disk;
        this.layout = layout;
    }

    /// An entry's bytes as they were recorded.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Raw(long index, byte[] json) {
        Entry entry() {
            return new Entry(index, Event.fromJson(json), Hash.of(new TreeHasher().leaf(json)));
        }
    }

    /// Reads the entries from `from` to `to`, exclusive; those that retention has dropped are passed over.
    ///
    /// @throws LedgerException.Damaged when one is not what was recorded
    void read(long from, long to, Consumer<Raw> each) throws IOException {
        NavigableSet<Long> firsts = layout.segments(disk);
        long index = from;
        while (index < to && !firsts.isEmpty()) {
            Long first = firsts.floor(index);
            if (first == null) {
                index = firsts.first();
                continue;
            }
            Long next = firsts.higher(first);
            long end = next == null ? to : Math.min(next, to);
            try {
                readSegment(first, index, end, each);
            } catch (NoSuchFileException e) {
                if (layout.segments(disk).contains(first)) {
                    throw e;
                }
            }
            index = end;
        }
    }

    private void readSegment(long first, long from, long to, Consumer<Raw> each) throws IOException {
        SegmentOffsets.Place place = offsets.before(first, from);
        try (DiskFile file = disk.openForReading(layout.segment(first))) {
            FrameReader frames = new FrameReader(file, place.offset(), WINDOW);
            for (long index = place.index(); index < to; index++) {
                FrameReader.Step.Frame frame = entry(frames, index);
                offsets.remember(first, index, frame.offset());
                if (index >= from) {
                    each.accept(new Raw(index, frame.content()));
                }
            }
        }
    }

    private FrameReader.Step.Frame entry(FrameReader frames, long index) throws IOException {
        while (frames.next() instanceof FrameReader.Step.Frame frame) {
            if (frame.kind() == Frames.Kind.ENTRY) {
                return frame;
            }
        }
        throw damaged(index, "its bytes do not match their checksum, or are not there");
    }

    LedgerException.Damaged damaged(long index, String what) {
        return new LedgerException.Damaged(
                layout.directory().toString(), List.of(new Finding(Finding.Kind.ALTERED, index, index, what)));
    }

    void forget(long first) {
        offsets.forget(first);
    }
}
