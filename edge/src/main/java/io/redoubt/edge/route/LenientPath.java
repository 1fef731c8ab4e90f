package io.redoubt.edge.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A path as the most lenient of servers reads it: without regard to case, to white space around a segment, to dots at
/// its end, and to segments of which nothing is left.
record LenientPath(List<String> segments) {

    private static final int NEXT_LINE = 0x85;
    private static final int NO_BREAK = 0xfeff;

    LenientPath {
        segments = List.copyOf(segments);
    }

    /// @param path decoded
    static LenientPath of(String path) {
        List<String> segments = new ArrayList<>();
        int from = 0;
        while (from <= path.length()) {
            int slash = path.indexOf('/', from);
            int to = slash < 0 ? path.length() : slash;
            String segment = trimmed(path, from, to);
            if (!segment.isEmpty()) {
                segments.add(folded(segment));
            }
            from = to + 1;
        }
        return new LenientPath(segments);
    }

    /// Whether it is that path or one below it.
    boolean isBelow(LenientPath other) {
        int depth = other.segments.size();
        return segments.size() >= depth && segments.subList(0, depth).equals(other.segments);
    }

    /// By way of the capitals, so that letters meet that share one (ſ and s), and each alone, so that İ is i.
    private static String folded(String segment) {
        StringBuilder small = new StringBuilder(segment.length());
        segment.toUpperCase(Locale.ROOT)
                .codePoints()
                .map(Character::toLowerCase)
                .forEach(small::appendCodePoint);
        return small.toString();
    }

    private static String trimmed(String path, int from, int to) {
        int begin = from;
        int end = to;
        while (begin < end && blank(path.charAt(begin))) {
            begin++;
        }
        while (begin < end && (blank(path.charAt(end - 1)) || path.charAt(end - 1) == '.')) {
            end--;
        }
        return path.substring(begin, end);
    }

    /// White_Space of Unicode, and U+FEFF, which ECMAScript trims too.
    private static boolean blank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == NEXT_LINE || c == NO_BREAK;
    }
}
