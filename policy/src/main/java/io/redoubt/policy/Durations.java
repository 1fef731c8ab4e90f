package io.redoubt.policy;

import java.time.Duration;
import java.util.Map;

/// How long something takes or lasts: one whole number and `s`, `m`, `h` or `d`.
public final class Durations {

    /// More than nothing, ten years at most.
    public static final ScalarType<Duration> TYPE = new ScalarType<>(
            "a duration", "30d", Durations::parse, Map.of("type", "string", "pattern", "^[0-9]{1,9}[smhd]$"));

    private static final Duration LONGEST = Duration.ofDays(3_650);

    private Durations() {}

    public static Parsed<Duration> parse(String text) {
        String digits = text.isEmpty() ? "" : text.substring(0, text.length() - 1);
        boolean number = Ascii.number(digits, 9);
        if (!number) {
            return wrong(text);
        }
        long count = Long.parseLong(digits);
        Duration duration = switch (text.charAt(text.length() - 1)) {
            case 's' -> Duration.ofSeconds(count);
            case 'm' -> Duration.ofMinutes(count);
            case 'h' -> Duration.ofHours(count);
            case 'd' -> Duration.ofDays(count);
            default -> Duration.ZERO.minusSeconds(1);
        };
        if (duration.isNegative()) {
            return wrong(text);
        }
        if (duration.isZero()) {
            return Parsed.wrong("is no time at all", "use 1s or more");
        }
        return duration.compareTo(LONGEST) > 0
                ? Parsed.wrong("is longer than ten years", "use 3650d or less")
                : Parsed.value(duration);
    }

    private static Parsed<Duration> wrong(String text) {
        boolean bare = Ascii.number(text, 8);
        return Parsed.wrong(
                "is not a duration",
                bare
                        ? "add its unit: %ss, %sm, %sh or %sd".formatted(text, text, text, text)
                        : "use one whole number and s, m, h or d, such as 30d");
    }

    /// As it would be written: `90m`, and not the ISO form.
    public static String text(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds % 3_600 == 0) {
            return seconds / 3_600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
