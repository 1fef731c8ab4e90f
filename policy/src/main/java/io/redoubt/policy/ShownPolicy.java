package io.redoubt.policy;

import java.util.List;

/// A tree as YAML, each value with the place where it was written beside it. It is a policy itself: reading it gives an
/// equal tree.
public final class ShownPolicy {

    private static final int COLUMN = 56;

    private final StringBuilder out = new StringBuilder();

    private ShownPolicy() {}

    public static String of(Node.Mapping tree) {
        ShownPolicy shown = new ShownPolicy();
        for (Node.Entry entry : tree.entries()) {
            shown.entry("", entry);
        }
        return shown.out.toString();
    }

    /// As it stands behind `#`: `redoubt.yaml:12`, `default`.
    public static String provenance(Place place) {
        return place.isDefault() ? "default" : place.file() + ":" + place.line();
    }

    private void entry(String indent, Node.Entry entry) {
        String key = indent + scalar(entry.key(), false) + ":";
        switch (entry.value()) {
            case Node.Scalar(String text, boolean quoted, Place place) ->
                line(entry.value().isEmpty() ? key : key + " " + scalar(text, quoted), place);
            case Node.Sequence(List<Node> items, Place place) when items.isEmpty() -> line(key + " []", place);
            case Node.Mapping(List<Node.Entry> entries, Place place) when entries.isEmpty() -> line(key + " {}", place);
            case Node.Sequence(List<Node> items, var _) -> {
                out.append(key).append('\n');
                items.forEach(item -> item(indent + "  ", item));
            }
            case Node.Mapping(List<Node.Entry> entries, var _) -> {
                out.append(key).append('\n');
                entries.forEach(below -> entry(indent + "  ", below));
            }
        }
    }

    private void item(String indent, Node item) {
        switch (item) {
            case Node.Scalar(String text, boolean quoted, Place place) ->
                line(indent + "- " + scalar(text, quoted || item.isEmpty()), place);
            case Node.Sequence(List<Node> items, Place place) when items.isEmpty() -> line(indent + "- []", place);
            case Node.Mapping(List<Node.Entry> entries, Place place)
            when entries.isEmpty() -> line(indent + "- {}", place);
            case Node.Sequence(List<Node> items, var _) -> {
                out.append(indent).append("-\n");
                items.forEach(below -> item(indent + "  ", below));
            }
            case Node.Mapping(List<Node.Entry> entries, var _) -> {
                int begin = out.length();
                entries.forEach(below -> entry(indent + "  ", below));
                out.setCharAt(begin + indent.length(), '-');
            }
        }
    }

    private void line(String text, Place place) {
        out.append(text)
                .append(" ".repeat(Math.max(2, COLUMN - text.length())))
                .append("# ")
                .append(provenance(place))
                .append('\n');
    }

    /// Plain where YAML 1.2 can't take it for anything else.
    static String scalar(String text, boolean quoted) {
        if (text.isEmpty()) {
            return "\"\"";
        }
        boolean plain = Ascii.alphanumeric(text.charAt(0)) || text.charAt(0) == '/' || text.charAt(0) == '.';
        for (int i = 0; i < text.length() && plain; i++) {
            char c = text.charAt(i);
            boolean last = i + 1 == text.length();
            boolean between = (c == ' ' || c == ':') && !last && text.charAt(i + 1) != ' ';
            plain = between || Ascii.alphanumeric(c) || "-_./+=@".indexOf(c) >= 0;
        }
        boolean marker = text.equals("---") || text.equals("...");
        boolean number = quoted && text.chars().allMatch(c -> c == '.' || Ascii.digit(c));
        return plain && !marker && !number ? text : Json.compact(text);
    }
}
