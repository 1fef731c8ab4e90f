package io.redoubt.cli.output;

import io.redoubt.policy.Json;
import io.redoubt.tls.CertificateStanding;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `redoubt cert list`, for people and for programs.
public final class CertificatesText {

    private static final int FORMAT = 1;

    private CertificatesText() {}

    public static String table(List<CertificateStanding> standings, Instant now) {
        return standings.isEmpty()
                ? "there is none: tls.certificates names those that Redoubt looks after"
                : standings.stream().map(each -> block(each, now)).collect(Collectors.joining("\n"));
    }

    private static String block(CertificateStanding standing, Instant now) {
        StringBuilder text = new StringBuilder(Visible.of(String.join(", ", standing.names())));
        text.append("\n  from     ").append(source(standing));
        text.append("\n  holds    ").append(holds(standing, now));
        if (standing.renewAt() != null) {
            text.append("\n  next     ")
                    .append(standing.renewAt().isAfter(now) ? "ordered " + time(standing.renewAt()) : "is due");
        }
        if (standing.trouble() != null) {
            text.append("\n  trouble  ").append(Visible.of(standing.trouble()));
        }
        return text.toString();
    }

    private static String holds(CertificateStanding standing, Instant now) {
        Instant end = standing.notAfter();
        if (end == null) {
            return "there is none yet";
        }
        return end.isAfter(now) ? "until " + time(end) : "ended " + time(end);
    }

    /// Format 1: it only grows.
    public static String json(List<CertificateStanding> standings) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("format", FORMAT);
        json.put("certificates", standings.stream().map(CertificatesText::one).toList());
        return Json.pretty(json);
    }

    private static Map<String, @Nullable Object> one(CertificateStanding standing) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("names", standing.names());
        json.put("from", source(standing));
        json.put("notBefore", timeOrNull(standing.notBefore()));
        json.put("notAfter", timeOrNull(standing.notAfter()));
        json.put("renewAt", timeOrNull(standing.renewAt()));
        json.put("trouble", standing.trouble());
        return json;
    }

    private static String source(CertificateStanding standing) {
        return standing.source().name().toLowerCase(Locale.ROOT);
    }

    private static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.MINUTES).toString().replace('T', ' ').replace(":00Z", " UTC");
    }

    private static @Nullable String timeOrNull(@Nullable Instant at) {
        return at == null ? null : Times.rfc3339(at);
    }
}
