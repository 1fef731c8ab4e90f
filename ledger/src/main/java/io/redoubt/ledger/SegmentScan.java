package io.redoubt.ledger;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A segment as it stands in its file, whatever its bytes are.
///
/// @param first   the index that it begins with
/// @param entries in their order; a damaged one has no leaf
/// @param heads   the whole checkpoints, in their order
/// @param damaged the checkpoints that are not
/// @param whole   how far everything is whole and in its place, or null where not even its first checkpoint is
/// @param rest    what stands behind that
/// @param newest  the last whole checkpoint that was asked for
record SegmentScan(
        long first,
        List<SegmentDiff.Found> entries,
        List<Head> heads,
        List<DamagedHead> damaged,
        @Nullable Whole whole,
        Rest rest,
        @Nullable Checkpoint newest) {

    /// @param entries how many stand before it
    /// @param heads   how many checkpoints, itself included
    /// @param end     the offset behind it
    record Whole(Checkpoint checkpoint, int entries, int heads, long end) {}

    /// @param entries     how many whole ones
    /// @param checkpoints how many whole ones
    /// @param newest      the last of them
    /// @param bytes       how many that are not zero
    /// @param contradicts whether a whole checkpoint is not of the entries before it, which no crash does
    record Rest(int entries, int checkpoints, @Nullable Checkpoint newest, long bytes, boolean contradicts) {}

    /// @param index the entry that it stands before
    record DamagedHead(long offset, long index, String why) {}

    /// A crash leaves a segment that never began: without one whole frame.
    boolean hasNotBegun() {
        return whole == null && heads.isEmpty() && rest.entries() == 0 && !rest.contradicts();
    }
}
