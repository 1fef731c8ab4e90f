package io.redoubt.tls.certificate;

import io.redoubt.tls.endpoint.Phrase;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Points in time and spans as people read them.
public final class Dates {

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Dates() {}

    /// `2026-07-13 08:11 UTC`.
    public static String text(Instant at) {
        return MINUTE.format(at);
    }

    /// `12 days`, `one hour`, never more than is left: rounded down.
    public static String text(Duration span) {
        if (span.toDays() > 0) {
            return Phrase.count((int) span.toDays(), "day");
        }
        return span.toHours() > 0
                ? Phrase.count((int) span.toHours(), "hour")
                : Phrase.count((int) Math.max(1, span.toMinutes()), "minute");
    }
}
