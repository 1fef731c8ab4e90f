package io.redoubt.server;

import io.redoubt.assembly.Scope;
import io.redoubt.control.Assessment;
import io.redoubt.control.Control;
import io.redoubt.control.Deviation;
import io.redoubt.control.PostureHistory.RoundScope;
import io.redoubt.control.Severity;
import io.redoubt.control.Subject;
import io.redoubt.control.Vantage;
import io.redoubt.control.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A few days of a service's life, recorded as rounds record it.
final class History {

    private static final Verdict OLD_VERSION = new Verdict.Fail(List.of(new Deviation(
            Severity.MEDIUM,
            "TLS 1.2 is accepted",
            "1.3",
            "1.3 and 1.2 accepted; 1.1, 1.0, SSLv3 refused",
            "nginx: ssl_protocols TLSv1.3;\nnot yet? redoubt waive tls.minimum-version")));
    private static final Verdict ENDS_SOON = new Verdict.Fail(List.of(
            new Deviation(
                    Severity.HIGH,
                    "certificate ends in 12 days",
                    "30 days or more",
                    "ends 2026-12-06 08:11 UTC",
                    "certbot renew --cert-name shop.example.com"),
            new Deviation(
                    Severity.LOW,
                    "no renewal was seen for 80 days",
                    "one in 60 days",
                    "none",
                    "look at certbot's timer")));

    private final Served served;

    History(Served served) {
        this.served = served;
    }

    /// Five days, the newest round now.
    void live() {
        Instant now = served.clock.instant();
        round(now.minus(Duration.ofDays(5)), new Verdict.Unknown("connection refused by 203.0.113.7:443", "start it"));
        round(now.minus(Duration.ofDays(4)), OLD_VERSION);
        round(now.minus(Duration.ofDays(2)), new Verdict.Pass("1.3 alone"));
        round(now.minus(Duration.ofHours(3)), OLD_VERSION);
        round(now.minus(Duration.ofMinutes(4)), OLD_VERSION);
        served.clock.set(now);
    }

    void round(Instant at, Verdict minimumVersion) {
        served.clock.set(at);
        Scope scope = served.core.assembly().ofPolicy(served.core.policy(), served.core.instance());
        List<Assessment> round = new ArrayList<>();
        for (Control<?> control : scope.controls()) {
            for (Subject subject : control.subjects()) {
                round.add(new Assessment(
                        control.row(),
                        subject,
                        verdict(control.row().id().value(), subject, minimumVersion),
                        at,
                        Duration.ofMillis(180),
                        null));
            }
        }
        served.core
                .instance()
                .posture()
                .record(
                        round,
                        new RoundScope(scope.controls(), Set.of(Vantage.values()), _ -> true),
                        served.core.policy().digest(),
                        "job:test",
                        at);
    }

    private static Verdict verdict(String control, Subject subject, Verdict minimumVersion) {
        boolean shop = subject.toString().contains("//shop");
        return switch (control) {
            case "tls.minimum-version" -> shop ? minimumVersion : new Verdict.Pass("1.3 alone");
            case "tls.renewal" -> shop ? ENDS_SOON : new Verdict.Pass("ends in 71 days");
            case "tls.cookies" -> new Verdict.NotApplicable("none set on /");
            case "data.database-encrypted-in-transit" ->
                new Verdict.Unknown("connection refused by db.example.com:5432", "let this machine reach port 5432");
            default -> new Verdict.Pass("as declared");
        };
    }
}
