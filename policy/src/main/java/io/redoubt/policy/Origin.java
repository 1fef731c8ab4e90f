package io.redoubt.policy;

import java.util.ArrayList;
import java.util.List;

/// A node and the way to it: what a problem needs in order to say where it is.
///
/// @param path such as `network.allow[2].from`; empty for the whole policy
public record Origin(String path, Node node) {

    public static Origin root(Node node) {
        return new Origin("", node);
    }

    public Place place() {
        return node.place();
    }

    /// The value of `key`; where nobody wrote it, the map that should hold it.
    public Origin key(String key) {
        String below = path.isEmpty() ? step(key) : path + "." + step(key);
        Node value = node instanceof Node.Mapping mapping
                ? mapping.entry(key).map(Node.Entry::value).orElse(node)
                : node;
        return new Origin(below, value);
    }

    /// The first of two keys that an operator wrote: a default can't be mended.
    public Origin written(String first, String second) {
        return key(first).place().isDefault() ? key(second) : key(first);
    }

    /// As [#key(String)], but placed at the key and not at its value.
    public Origin atKey(Node.Entry entry) {
        return new Origin(key(entry.key()).path(), new Node.Scalar(entry.key(), true, entry.place()));
    }

    /// The item with this index. A single value where a list may stand is its own first item.
    public Origin item(int index) {
        return node instanceof Node.Sequence(List<Node> items, var _) && index < items.size()
                ? new Origin(path + "[" + index + "]", items.get(index))
                : this;
    }

    /// The keys that are written here, whether or not their values could be read.
    public List<String> keys() {
        return node instanceof Node.Mapping mapping ? mapping.keys() : List.of();
    }

    /// The items that are written here, whether or not they could be read.
    public List<Origin> items() {
        if (!(node instanceof Node.Sequence(List<Node> items, var _))) {
            return List.of();
        }
        List<Origin> origins = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            origins.add(item(i));
        }
        return List.copyOf(origins);
    }

    public Problem problem(String what, String mend) {
        return new Problem(place(), path, what, mend);
    }

    private static String step(String key) {
        return key.chars().allMatch(c -> c == '-' || c == '_' || Character.isLetterOrDigit(c)) ? key : Quoted.of(key);
    }
}
