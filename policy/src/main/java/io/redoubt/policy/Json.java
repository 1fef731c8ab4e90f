package io.redoubt.policy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes JSON (RFC 8259) from maps, lists, text, numbers, truth values and null. Beyond what the RFC asks for, it
/// escapes what a terminal would obey and what YAML would take for the end of a line.
public final class Json {

    private final StringBuilder out = new StringBuilder();
    private final String indent;

    private Json(String indent) {
        this.indent = indent;
    }

    /// For people: two spaces a level.
    public static String pretty(Object value) {
        Json json = new Json("  ");
        json.write(value, "\n");
        return json.out.append('\n').toString();
    }

    /// For machines: without white space.
    public static String compact(Object value) {
        Json json = new Json("");
        json.write(value, "");
        return json.out.toString();
    }

    private void write(@Nullable Object value, String newline) {
        switch (value) {
            case null -> out.append("null");
            case Map<?, ?> map -> map(map, newline);
            case List<?> list -> list(list, newline);
            case String text -> text(text);
            case Integer number -> out.append(number.intValue());
            case Long number -> out.append(number.longValue());
            case BigDecimal number -> out.append(number.toPlainString());
            case Boolean truth -> out.append(truth.booleanValue());
            default -> throw new IllegalArgumentException("not JSON: " + value.getClass());
        }
    }

    private void map(Map<?, ?> map, String newline) {
        out.append('{');
        String between = "";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.append(between).append(newline).append(indent);
            text(String.valueOf(entry.getKey()));
            out.append(indent.isEmpty() ? ":" : ": ");
            write(entry.getValue(), newline + indent);
            between = ",";
        }
        out.append(map.isEmpty() ? "" : newline).append('}');
    }

    private void list(List<?> list, String newline) {
        out.append('[');
        String between = "";
        for (Object item : list) {
            out.append(between).append(newline).append(indent);
            write(item, newline + indent);
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
                    if (isPlain(point)) {
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

    private static boolean isPlain(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> point != 0xa0;
        };
    }
}
