package io.redoubt.tls.endpoint;

import java.util.List;

/// Lists as a sentence holds them, and what a peer said as a terminal may show it.
public final class Phrase {

    private static final int SHOWN = 120;

    private Phrase() {}

    /// `a`, `a and b`, `a, b and c`.
    public static String and(List<String> items) {
        int last = items.size() - 1;
        return last < 1
                ? String.join("", items)
                : String.join(", ", items.subList(0, last)) + " and " + items.get(last);
    }

    /// `a, b, c and 4 more`.
    public static String few(List<String> items, int most) {
        return items.size() <= most + 1
                ? and(items)
                : String.join(", ", items.subList(0, most)) + " and " + (items.size() - most) + " more";
    }

    /// What a peer sent, without what could move a cursor or turn the direction of writing, and not at any length.
    public static String shown(String sent) {
        String visible = sent.codePoints()
                .limit(SHOWN + 1L)
                .map(point -> isVisible(point) ? point : '?')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return visible.codePointCount(0, visible.length()) > SHOWN
                ? visible.substring(0, visible.offsetByCodePoints(0, SHOWN)) + "…"
                : visible;
    }

    private static boolean isVisible(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /// `one cookie`, `3 cookies`.
    public static String count(int number, String thing) {
        return number == 1 ? "one " + thing : number + " " + thing + "s";
    }
}
