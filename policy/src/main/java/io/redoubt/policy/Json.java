package io.redoubt.policy;

import java.util.List;
import java.util.Map;

/// Writes JSON (RFC 8259) from maps, lists, text, numbers and truth values.
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

    private void write(Object value, String newline) {
        switch (value) {
            case Map<?, ?> map -> map(map, newline);
            case List<?> list -> list(list, newline);
            case Number number -> out.append(number);
            case Boolean truth -> out.append(truth);
            default -> text(value.toString());
        }
    }

    private void map(Map<?, ?> map, String newline) {
        out.append('{');
        String between = "";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.append(between).append(newline).append(indent);
            text(entry.getKey().toString());
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
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (invisible(c) || (Character.isSurrogate(c) && !paired(text, i))) {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    /// YAML takes some of them for line breaks, and refuses others.
    private static boolean invisible(char c) {
        return c < ' ' || (c >= 0x7f && c < 0xa1) || c == 0x2028 || c == 0x2029 || c == 0xfeff || c >= 0xfffe;
    }

    private static boolean paired(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }
}
