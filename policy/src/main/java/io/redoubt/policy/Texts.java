package io.redoubt.policy;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;

/// Kinds of text that no other concept owns: names, free text, numbers, days.
public final class Texts {

    /// What an operator calls something: `load-balancer`.
    public static final ScalarType<String> NAME = new ScalarType<>(
            "a name",
            "shop",
            text -> named(text)
                    ? Parsed.value(text)
                    : Parsed.wrong("is not a name", "use a-z, 0-9 and -, a letter first, 63 at most"),
            Map.of("type", "string", "pattern", "^[a-z][a-z0-9-]{0,62}$"));

    /// One line that people read.
    public static final ScalarType<String> LINE = ScalarType.of(
            "a line of text",
            "text",
            text -> text.isBlank() || text.length() > 1_000 || text.indexOf('\n') >= 0
                    ? Parsed.wrong("is not a line of text", "write one line that is not blank, 1000 characters at most")
                    : Parsed.value(text.strip()));

    /// A path of the file system.
    public static final ScalarType<String> PATH = ScalarType.of(
            "a path",
            "/mnt/backup",
            text -> text.isBlank() || text.length() > 4_096
                    ? Parsed.wrong("is not a path", "write one such as /mnt/backup")
                    : Parsed.value(text));

    /// The name of a secret: `prod/db`.
    public static final ScalarType<String> SECRET_PATH = ScalarType.of(
            "the path of a secret",
            "prod/db",
            text -> secretPath(text)
                    ? Parsed.value(text)
                    : Parsed.wrong("is not the path of a secret", "use letters, digits, _ . - and /, such as prod/db"));

    /// A day: `2026-12-31`.
    public static final ScalarType<LocalDate> DAY = new ScalarType<>(
            "a day", "2026-12-31", Texts::day, Map.of("type", "string", "pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"));

    private Texts() {}

    /// A whole number.
    ///
    /// @param noun what it counts: `a number of codes`
    public static ScalarType<Integer> number(String noun, int least, int most) {
        return new ScalarType<>(
                noun,
                String.valueOf(least),
                text -> {
                    boolean digits = Ascii.number(text, 9);
                    return digits && Integer.parseInt(text) >= least && Integer.parseInt(text) <= most
                            ? Parsed.value(Integer.valueOf(text))
                            : Parsed.wrong("is not " + noun, "use one from %d to %d".formatted(least, most));
                },
                Map.of(
                        "anyOf",
                        List.of(
                                Map.of("type", "integer", "minimum", least, "maximum", most),
                                Map.of("type", "string", "pattern", "^[0-9]+$"))));
    }

    private static boolean named(String text) {
        return !text.isEmpty()
                && text.length() <= 63
                && Ascii.small(text.charAt(0))
                && text.chars().allMatch(c -> c == '-' || Ascii.small(c) || Ascii.digit(c));
    }

    private static boolean secretPath(String text) {
        if (text.isEmpty()
                || text.length() > 255
                || text.startsWith("/")
                || text.endsWith("/")
                || text.contains("//")) {
            return false;
        }
        return text.chars().allMatch(c -> Ascii.alphanumeric(c) || "_.-/".indexOf(c) >= 0);
    }

    private static Parsed<LocalDate> day(String text) {
        try {
            LocalDate day = text.length() == 10 ? LocalDate.parse(text) : null;
            return day == null ? wrongDay() : Parsed.value(day);
        } catch (DateTimeParseException e) {
            return wrongDay();
        }
    }

    private static Parsed<LocalDate> wrongDay() {
        return Parsed.wrong("is not a day", "use year-month-day, such as 2026-12-31");
    }
}
