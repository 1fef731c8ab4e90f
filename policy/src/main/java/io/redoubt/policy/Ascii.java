package io.redoubt.policy;

/// Letters and digits of ASCII only: what formats mean by them, and `Character` does not.
final class Ascii {

    private Ascii() {}

    static boolean digit(int c) {
        return c >= '0' && c <= '9';
    }

    static boolean small(int c) {
        return c >= 'a' && c <= 'z';
    }

    static boolean alphanumeric(int c) {
        return digit(c) || small(c) || (c >= 'A' && c <= 'Z');
    }

    /// Digits and nothing else, at least one and at most so many.
    static boolean number(String text, int most) {
        return !text.isEmpty() && text.length() <= most && text.chars().allMatch(Ascii::digit);
    }
}
