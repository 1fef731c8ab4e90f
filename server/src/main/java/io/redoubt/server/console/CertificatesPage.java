package io.redoubt.server.console;

import io.redoubt.tls.CertificateStanding;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How the certificates stand that Redoubt looks after.
public record CertificatesPage(List<Line> lines) {

    /// @param trouble what went wrong at the last try, or null
    public record Line(
            String names,
            String source,
            Mark mark,
            @Nullable When from,
            @Nullable When until,
            @Nullable When renewal,
            @Nullable String trouble) {

        static Line of(CertificateStanding standing, Instant now) {
            return new Line(
                    String.join(" ", standing.names()),
                    standing.source().name().toLowerCase(Locale.ROOT),
                    mark(standing, now),
                    when(standing.notBefore(), now),
                    when(standing.notAfter(), now),
                    when(standing.renewAt(), now),
                    standing.trouble());
        }

        private static @Nullable When when(@Nullable Instant at, Instant now) {
            return Optional.ofNullable(at).map(it -> When.of(it, now)).orElse(null);
        }

        private static Mark mark(CertificateStanding standing, Instant now) {
            Instant end = standing.notAfter();
            if (end == null) {
                return new Mark("fail", "✕", "none yet");
            }
            if (!now.isBefore(end)) {
                return new Mark("fail", "✕", "ended");
            }
            return standing.trouble() == null
                    ? new Mark("pass", "✓", "holds")
                    : new Mark("unknown", "?", "holds, in trouble");
        }
    }

    static CertificatesPage of(List<CertificateStanding> standings, Instant now) {
        return new CertificatesPage(
                standings.stream().map(standing -> Line.of(standing, now)).toList());
    }
}
