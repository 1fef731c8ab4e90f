package io.redoubt.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// How a map of an overlay is laid over the one below: key by key, new keys behind the old ones.
final class Merge {

    private Merge() {}

    /// @param typeOf the type under a key, or null where the key is unknown: then the overlay's value stands
    static Node maps(Node below, Node above, Function<String, @Nullable Type<?>> typeOf) {
        if (above.isEmpty() && below instanceof Node.Mapping) {
            return below;
        }
        if (!(below instanceof Node.Mapping lower) || !(above instanceof Node.Mapping upper)) {
            return above;
        }
        List<Node.Entry> merged = new ArrayList<>();
        for (Node.Entry entry : lower.entries()) {
            Node.Entry over = upper.entry(entry.key()).orElse(null);
            Type<?> type = typeOf.apply(entry.key());
            if (over == null) {
                merged.add(entry);
            } else if (type == null) {
                merged.add(over);
            } else {
                merged.add(new Node.Entry(entry.key(), over.place(), type.merge(entry.value(), over.value())));
            }
        }
        for (Node.Entry entry : upper.entries()) {
            if (!lower.has(entry.key())) {
                merged.add(entry);
            }
        }
        return new Node.Mapping(merged, lower.place());
    }
}
