package io.redoubt.cli.output;

/// A number of things, in words.
public final class Count {

    private Count() {}

    /// `1 entry`, `2 entries`
    public static String entries(long number) {
        return number + (number == 1 ? " entry" : " entries");
    }

    /// `1 finding`, `2 findings`
    public static String findings(long number) {
        return number + (number == 1 ? " finding" : " findings");
    }
}
