package io.redoubt.cli.output;

/// Text from outside, made safe for a terminal: what would move the cursor, change colours, reverse the direction of
/// reading or break the line is shown as an escape instead.
public final class Visible {

    /// Longer text is cut; the JSON format has all of it.
    private static final int LONGEST = 400;

    private Visible() {}

    /// One line.
    public static String of(String text) {
        StringBuilder visible = new StringBuilder();
        text.codePoints().limit(LONGEST).forEach(point -> append(visible, point));
        int length = text.codePointCount(0, text.length());
        if (length > LONGEST) {
            visible.append("… (").append(length).append(" characters)");
        }
        return visible.toString();
    }

    private static void append(StringBuilder visible, int point) {
        if (Characters.isPlain(point)) {
            visible.appendCodePoint(point);
        } else {
            visible.append(escape(point));
        }
    }

    private static String escape(int point) {
        return switch (point) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> point < 0x100 ? "\\x%02x".formatted(point) : "\\u{%x}".formatted(point);
        };
    }
}
