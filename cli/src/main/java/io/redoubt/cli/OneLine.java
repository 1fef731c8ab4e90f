package io.redoubt.cli;

import org.jspecify.annotations.Nullable;

/// Text that may hold what an outsider wrote, made safe for one line of a terminal.
final class OneLine {

    private static final int LIMIT = 500;

    private OneLine() {}

    static String of(@Nullable String text) {
        if (text == null) {
            return "";
        }
        StringBuilder line = new StringBuilder();
        text.strip().codePoints().limit(LIMIT).forEach(point -> {
            if (point == '\n' || point == '\r' || point == '\t') {
                line.append(' ');
            } else if (Character.isISOControl(point) || Character.getType(point) == Character.FORMAT) {
                line.append(String.format("\\u%04x", point));
            } else {
                line.appendCodePoint(point);
            }
        });
        return line.toString();
    }
}
