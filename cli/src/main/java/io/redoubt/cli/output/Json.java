package io.redoubt.cli.output;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes JSON (RFC 8259) from maps, lists, text, whole numbers, truth values and null. Beyond what the RFC asks
/// for, it escapes what a terminal would obey.
final class Json {

    private final StringBuilder out = new StringBuilder();

    private Json() {}

    /// Two spaces a level, and a line feed at the end.
    static String pretty(Object value) {
        Json json = new Json();
        json.write(value, "\n");
        return json.out.append('\n').toString();
    }

    private void write(@Nullable Object value, String newline) {
        switch (value) {
            case null -> out.append("null");
            case Map<?, ?> map -> object(map, newline);
            case List<?> list -> array(list, newline);
            case String text -> text(text);
            case Integer number -> out.append(number.intValue());
            case Boolean truth -> out.append(truth.booleanValue());
            default -> throw new IllegalArgumentException("not JSON: " + value.getClass());
        }
    }

    private void object(Map<?, ?> map, String newline) {
        out.append('{');
        String between = "";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.append(between).append(newline).append("  ");
            text(String.valueOf(entry.getKey()));
            out.append(": ");
            write(entry.getValue(), newline + "  ");
            between = ",";
        }
        out.append(map.isEmpty() ? "" : newline).append('}');
    }

    private void array(List<?> list, String newline) {
        out.append('[');
        String between = "";
        for (Object item : list) {
            out.append(between).append(newline).append("  ");
            write(item, newline + "  ");
            between = ",";
        }
        out.append(list.isEmpty() ? "" : newline).append(']');
    }

    private void text(String text) {
        out.append('"');
        text.codePoints().forEach(point -> {
            switch (point) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (Characters.isPlain(point)) {
                        out.appendCodePoint(point);
                    } else {
                        for (char unit : Character.toChars(point)) {
                            out.append("\\u%04x".formatted((int) unit));
                        }
                    }
                }
            }
        });
        out.append('"');
    }
}
