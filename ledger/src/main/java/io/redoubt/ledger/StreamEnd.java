package io.redoubt.ledger;

import io.redoubt.ledger.disk.Disk;
import java.io.IOException;
import java.util.NavigableSet;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// Where a stream on disk ends, by the rule that tells a crash from tampering.
///
/// One commit at a time is under way, and the next one begins only when it is durable. So a crash leaves the remains
/// of at most one commit behind the last whole one, in any state, and with at most one checkpoint. More than that, or
/// less than what is known to be durable, no crash leaves.
///
/// @param scan   of the newest segment that has begun, or null where there is none
/// @param unbegun the segment that a crash kept from beginning, or null
/// @param newest the last checkpoint, or null where there is none
/// @param size   how many entries there should be
/// @param cut    what stands behind the newest checkpoint and was never proven durable, or null
/// @param damage what no crash leaves, or null
record StreamEnd(
        @Nullable SegmentScan scan,
        @Nullable Long unbegun,
        @Nullable Checkpoint newest,
        long size,
        @Nullable Cut cut,
        @Nullable Finding damage) {

    /// @param durable what the stream is known to reach, or null where that is not known
    /// @param last    the checkpoint to stop at
    static StreamEnd find(Disk disk, Layout layout, @Nullable Checkpoint durable, Predicate<Checkpoint> last)
            throws IOException {
        NavigableSet<Long> segments = layout.segments(disk);
        Long first = segments.isEmpty() ? null : segments.last();
        if (first == null) {
            return none(durable, null);
        }
        SegmentScan scan = read(disk, layout, first, last);
        if (!scan.hasNotBegun()) {
            return of(scan, null, durable);
        }
        Long before = segments.lower(first);
        // The head is durable before the first segment is there, and a segment begins where the one before it ends.
        if (durable == null || durable.size() > first) {
            return damaged(scan, null, durable, Math.max(size(durable), first), "its segment has lost its beginning");
        }
        if (before == null) {
            return none(durable, first);
        }
        SegmentScan previous = read(disk, layout, before, last);
        if (previous.whole() == null || previous.whole().checkpoint().size() != first) {
            return damaged(previous, null, durable, first, "missing before the segment that follows");
        }
        return of(previous, first, durable);
    }

    private static SegmentScan read(Disk disk, Layout layout, long first, Predicate<Checkpoint> last)
            throws IOException {
        return new SegmentReader(disk, layout, first, Long.MAX_VALUE, (_, _) -> {}).read(last);
    }

    private static StreamEnd none(@Nullable Checkpoint durable, @Nullable Long unbegun) {
        if (durable == null || durable.size() == 0) {
            return new StreamEnd(null, unbegun, durable, 0, null, null);
        }
        long size = durable.size();
        Finding gone = new Finding(Finding.Kind.MISSING, 0, size - 1, "every segment is gone");
        return new StreamEnd(null, unbegun, durable, size, null, gone);
    }

    private static StreamEnd of(SegmentScan scan, @Nullable Long unbegun, @Nullable Checkpoint durable) {
        SegmentScan.Whole whole = scan.whole();
        SegmentScan.Rest rest = scan.rest();
        if (whole == null) {
            return damaged(
                    scan, unbegun, durable, scan.first(), "the checkpoint that their segment begins with is damaged");
        }
        Checkpoint newest = whole.checkpoint();
        if (rest.contradicts() || rest.checkpoints() > 1) {
            return damaged(scan, unbegun, durable, newest.size(), "damaged, and later commits stand behind them");
        }
        if (durable != null && durable.size() > newest.size()) {
            return damaged(scan, unbegun, durable, newest.size(), "damaged or missing, and known to be durable");
        }
        if (durable != null && scan.heads().stream().anyMatch(head -> isOther(head, durable))) {
            return damaged(scan, unbegun, durable, durable.size(), "`head` shows another past");
        }
        Cut cut = rest.bytes() == 0 ? null : new Cut(rest.entries(), rest.bytes());
        return new StreamEnd(scan, unbegun, newest, newest.size(), cut, null);
    }

    private static boolean isOther(Head head, Checkpoint durable) {
        return head.size() == durable.size() && !head.root().equals(durable.root());
    }

    private static StreamEnd damaged(
            SegmentScan scan, @Nullable Long unbegun, @Nullable Checkpoint durable, long from, String what) {
        Checkpoint last = scan.rest().newest() != null
                ? scan.rest().newest()
                : scan.whole() == null ? null : scan.whole().checkpoint();
        Checkpoint newest = last == null || size(durable) > last.size() ? durable : last;
        long size = LongStream.of(from, size(last), size(durable)).max().orElse(from);
        Finding damage = new Finding(Finding.Kind.ALTERED, from, Math.max(from, size - 1), what);
        return new StreamEnd(scan, unbegun, newest, size, null, damage);
    }

    private static long size(@Nullable Checkpoint checkpoint) {
        return checkpoint == null ? 0 : checkpoint.size();
    }
}
