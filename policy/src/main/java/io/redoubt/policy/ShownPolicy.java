package io.redoubt.policy;

import java.util.List;
import java.util.stream.Collectors;

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
            case Node.Sequence _, Node.Mapping _
            when inline(entry.value()) -> line(key + " " + flow(entry.value()), first(entry.value()));
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

    /// A list of scalars of one line, or a map with one scalar, is short enough to stay on one.
    private static boolean inline(Node node) {
        return switch (node) {
            case Node.Scalar _ -> false;
            case Node.Sequence(List<Node> items, var _) ->
                items.stream()
                                .allMatch(item -> item instanceof Node.Scalar
                                        && provenance(item.place())
                                                .equals(provenance(
                                                        items.getFirst().place())))
                        && flow(node).length() < COLUMN - 20;
            case Node.Mapping(List<Node.Entry> entries, var _) ->
                entries.size() == 1
                        && entries.getFirst().value() instanceof Node.Scalar
                        && flow(node).length() < COLUMN - 20;
        };
    }

    private static Place first(Node node) {
        return switch (node) {
            case Node.Scalar scalar -> scalar.place();
            case Node.Sequence sequence -> sequence.items().getFirst().place();
            case Node.Mapping mapping -> mapping.entries().getFirst().value().place();
        };
    }

    /// A node on one line, as it could be written: `[dns, ntp]`, `{ env: X }`.
    public static String flow(Node node) {
        return switch (node) {
            case Node.Scalar(String text, boolean quoted, var _) -> scalar(text, quoted);
            case Node.Sequence(List<Node> items, var _) ->
                items.stream().map(ShownPolicy::flow).collect(Collectors.joining(", ", "[", "]"));
            case Node.Mapping(List<Node.Entry> entries, var _) ->
                entries.isEmpty()
                        ? "{}"
                        : entries.stream()
                                .map(entry -> scalar(entry.key(), false) + ": " + flow(entry.value()))
                                .collect(Collectors.joining(", ", "{ ", " }"));
        };
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
