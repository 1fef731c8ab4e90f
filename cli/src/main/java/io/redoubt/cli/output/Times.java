package io.redoubt.cli.output;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/// How points and lengths of time are written.
final class Times {

    private static final DateTimeFormatter RFC_3339 =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private Times() {}

    /// RFC 3339 in UTC with milliseconds: `2026-07-01T08:11:00.000Z`.
    static String rfc3339(Instant at) {
        return RFC_3339.format(at);
    }

    /// `1.8 s`.
    static String tenths(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }

    /// `1.834`.
    static String thousandths(Duration duration) {
        return String.format(Locale.ROOT, "%.3f", duration.toMillis() / 1000.0);
    }
}
