package io.redoubt.ledger;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/// Remembers where some entries stand, so that reading one need not begin at its segment's first. What it remembers
/// stays true, as durable entries do not move. Thread-safe.
final class SegmentOffsets {

    private static final int EVERY = 64;

    private final Map<Long, ConcurrentSkipListMap<Long, Long>> segments = new ConcurrentHashMap<>();

    /// An entry and the offset of its frame.
    record Place(long index, long offset) {}

    /// The last remembered place at or before an entry.
    Place before(long first, long index) {
        Map.Entry<Long, Long> known = of(first).floorEntry(index);
        return known == null ? new Place(first, 0) : new Place(known.getKey(), known.getValue());
    }

    void remember(long first, long index, long offset) {
        if (index % EVERY == 0) {
            of(first).put(index, offset);
        }
    }

    void forget(long first) {
        segments.remove(first);
    }

    private ConcurrentSkipListMap<Long, Long> of(long first) {
        return segments.computeIfAbsent(first, _ -> new ConcurrentSkipListMap<>());
    }
}
