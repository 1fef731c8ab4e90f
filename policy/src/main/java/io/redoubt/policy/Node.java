package io.redoubt.policy;

import java.util.List;
import java.util.Optional;

/// What an operator wrote, before anyone asks what it means: scalars, lists and maps, each with its place.
public sealed interface Node {

    Place place();

    /// @param text   exactly as written, without its quotes
    /// @param quoted whether it stood in quotes or in a block; a plain scalar without text is "nothing written"
    record Scalar(String text, boolean quoted, Place place) implements Node {}

    record Sequence(List<Node> items, Place place) implements Node {
        public Sequence {
            items = List.copyOf(items);
        }
    }

    /// @param entries in the order in which they were written; no key twice
    record Mapping(List<Entry> entries, Place place) implements Node {
        public Mapping {
            entries = List.copyOf(entries);
        }

        public Optional<Entry> entry(String key) {
            for (Entry entry : entries) {
                if (entry.key().equals(key)) {
                    return Optional.of(entry);
                }
            }
            return Optional.empty();
        }

        public boolean has(String key) {
            return entry(key).isPresent();
        }

        public List<String> keys() {
            return entries.stream().map(Entry::key).toList();
        }
    }

    /// @param place where the key stands
    record Entry(String key, Place place, Node value) {}

    /// A key without a value, as in `tls:`.
    default boolean isEmpty() {
        return this instanceof Scalar(String text, boolean quoted, var _) && text.isEmpty() && !quoted;
    }
}
