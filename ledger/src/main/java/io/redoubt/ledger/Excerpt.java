package io.redoubt.ledger;

/// As much of a text from elsewhere as an entry is to hold of it. Nobody else decides how long it is in JSON, where a
/// control character takes six bytes, and half of a surrogate pair has no place.
final class Excerpt {

    private static final int REPLACEMENT = 0xfffd;

    private Excerpt() {}

    /// Whole characters from the start on.
    ///
    /// @param most bytes that it takes in JSON, without the quotes
    static String of(String text, int most) {
        StringBuilder excerpt = new StringBuilder();
        int bytes = 0;
        int at = 0;
        while (at < text.length()) {
            int code = text.codePointAt(at);
            at += Character.charCount(code);
            int whole = code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE ? REPLACEMENT : code;
            bytes += bytes(whole);
            if (bytes > most) {
                break;
            }
            excerpt.appendCodePoint(whole);
        }
        return excerpt.toString();
    }

    /// Whether nothing is missing of it.
    static boolean isWhole(String text, int most) {
        return of(text, most).equals(text);
    }

    private static int bytes(int code) {
        return switch (code) {
            case '"', '\\', '\b', '\t', '\n', '\f', '\r' -> 2;
            default -> code < ' ' ? 6 : code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x1_0000 ? 3 : 4;
        };
    }
}
