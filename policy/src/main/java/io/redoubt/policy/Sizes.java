package io.redoubt.policy;

import java.util.Map;

/// How many bytes: one whole number and `B`, `KiB`, `MiB` or `GiB`.
public final class Sizes {

    /// 1 TiB at most.
    public static final ScalarType<Long> TYPE = new ScalarType<>(
            "a size", "64MiB", Sizes::parse, Map.of("type", "string", "pattern", "^[0-9]{1,9}(B|KiB|MiB|GiB)$"));

    private static final long LARGEST = 1L << 40;

    private Sizes() {}

    /// A size within limits.
    ///
    /// @param least as it is written
    /// @param most  as it is written
    public static ScalarType<Long> between(String least, String most) {
        return TYPE.like(least)
                .where(
                        size -> size >= bytes(least) && size <= bytes(most),
                        "is not from %s to %s".formatted(least, most),
                        "use one from %s to %s".formatted(least, most));
    }

    private static long bytes(String text) {
        return switch (parse(text)) {
            case Parsed.Value<Long>(Long bytes) -> bytes;
            case Parsed.Wrong<Long> _ -> throw new IllegalArgumentException("not a size: " + text);
        };
    }

    public static Parsed<Long> parse(String text) {
        int unit = 0;
        while (unit < text.length() && Ascii.digit(text.charAt(unit))) {
            unit++;
        }
        String digits = text.substring(0, unit);
        if (!Ascii.number(digits, 9)) {
            return wrong();
        }
        int shift = switch (text.substring(unit)) {
            case "B" -> 0;
            case "KiB" -> 10;
            case "MiB" -> 20;
            case "GiB" -> 30;
            default -> -1;
        };
        if (shift < 0) {
            return wrong();
        }
        long count = Long.parseLong(digits);
        return count > LARGEST >> shift
                ? Parsed.wrong("is more than 1 TiB", "use 1024GiB or less")
                : Parsed.value(count << shift);
    }

    private static Parsed<Long> wrong() {
        return Parsed.wrong("is not a size", "use one whole number and B, KiB, MiB or GiB, such as 64MiB");
    }
}
