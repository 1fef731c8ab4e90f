package io.redoubt.ledger;

import io.redoubt.ledger.disk.Disk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;

/// Drops the oldest segments of a stream: recorded first, then done.
record Retention(Disk disk, Layout layout, LogReader reader) {

    /// @param isOld  of an entry by its index; the last one of a segment speaks for it
    /// @param told   tells which entry is the first that is kept
    /// @param commit returns when all of it is durable, in this order
    /// @return the first entry that is kept
    long dropBefore(LongPredicate isOld, LongFunction<Event> told, Consumer<List<Leaf>> commit) throws IOException {
        NavigableSet<Long> segments = layout.segments(disk);
        long kept = segments.first();
        Long next = segments.higher(kept);
        while (next != null && isOld.test(next - 1)) {
            kept = next;
            next = segments.higher(next);
        }
        if (kept > segments.first()) {
            List<Leaf> leaves = new ArrayList<>(epochs(segments.first(), kept));
            // Behind what is said again, whose time is an old one: the last entry of a segment speaks for all of it.
            leaves.add(Leaf.of(told.apply(kept)));
            commit.accept(leaves);
            delete(segments.headSet(kept, false));
        }
        return kept;
    }

    /// What was given up has to be known for as long as a witness may have it, so it is said again.
    private List<Leaf> epochs(long from, long to) throws IOException {
        List<Leaf> epochs = new ArrayList<>();
        reader.read(from, to, raw -> OwnEvents.epochOf(raw.json()).map(Leaf::of).ifPresent(epochs::add));
        return epochs;
    }

    /// From the oldest on, each before the next: a power cut must not leave a gap in between, which is what tampering
    /// leaves.
    private void delete(NavigableSet<Long> segments) throws IOException {
        for (long first : segments) {
            disk.delete(layout.segment(first));
            reader.forget(first);
            disk.forceNames(layout.directory());
        }
    }
}
