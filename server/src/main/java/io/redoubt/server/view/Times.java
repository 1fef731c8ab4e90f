package io.redoubt.server.view;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/// How points of time are written: in UTC, and for people also how long ago.
public final class Times {

    private static final DateTimeFormatter RFC_3339 =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);
    private static final DateTimeFormatter SHOWN =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Times() {}

    /// `2026-07-01T08:11:00.000Z`.
    public static String rfc3339(Instant at) {
        return RFC_3339.format(at);
    }

    /// `2026-07-01 08:11 UTC`.
    public static String shown(Instant at) {
        return SHOWN.format(at) + " UTC";
    }

    /// `3 hours ago`, `in 12 days`.
    public static String relative(Instant at, Instant now) {
        return at.isAfter(now) ? "in " + length(at, now) : length(at, now) + " ago";
    }

    /// `3 hours`.
    public static String length(Instant at, Instant now) {
        return length(Duration.between(at, now).abs());
    }

    private static String length(Duration duration) {
        if (duration.toDays() >= 2) {
            return duration.toDays() + " days";
        }
        if (duration.toHours() >= 2) {
            return duration.toHours() + " hours";
        }
        return duration.toMinutes() >= 2 ? duration.toMinutes() + " min" : duration.toSeconds() + " s";
    }
}
