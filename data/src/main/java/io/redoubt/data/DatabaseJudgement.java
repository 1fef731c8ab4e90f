package io.redoubt.data;

import io.redoubt.control.Deviation;
import io.redoubt.control.Severity;
import io.redoubt.control.Verdict;
import io.redoubt.control.Verdict.Fail;
import io.redoubt.control.Verdict.Pass;
import io.redoubt.control.Verdict.Unknown;
import io.redoubt.wire.Answer;
import io.redoubt.wire.Answer.Accepted;
import io.redoubt.wire.Answer.Obstacle;
import io.redoubt.wire.Answer.Refused;
import io.redoubt.wire.Answer.Undetermined;
import io.redoubt.wire.TlsVersion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What one address of a PostgreSQL server agrees to, judged.
final class DatabaseJudgement {

    private static final TlsVersion OLDEST = TlsVersion.TLS_1_2;

    private final DatabaseSighting.At seen;
    private final List<Deviation> deviations = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();

    DatabaseJudgement(DatabaseSighting.At seen) {
        this.seen = seen;
    }

    Verdict verdict() {
        switch (seen.offersTls()) {
            case Accepted<String> _ -> versions();
            case Refused<String>(String how) ->
                deviates(
                        Severity.HIGH,
                        "the database offers no TLS",
                        "TLS 1.2 or newer",
                        "refused an SSLRequest (" + how + ")",
                        "postgresql.conf: ssl = on, ssl_cert_file and ssl_key_file set; then SELECT pg_reload_conf()");
            case Undetermined<String>(Obstacle _, String why) -> unknown(why);
        }
        plainText();
        if (!deviations.isEmpty()) {
            return new Fail(deviations.stream().map(this::noting).toList());
        }
        return unknown.isEmpty()
                ? new Pass(String.join(" and ", accepted()) + " accepted, plain text refused")
                : new Unknown(String.join("; ", unknown), "");
    }

    private void plainText() {
        switch (seen.plain()) {
            case Accepted<String>(String next) ->
                deviates(
                        Severity.HIGH,
                        "the database accepts plain text",
                        "refused in the clear",
                        next.equals("trust") ? "let in without a password" : "went on in the clear: " + next,
                        "pg_hba.conf: hostssl in place of host; then SELECT pg_reload_conf()");
            case Refused<String>(String how) -> comparedWithTls(how);
            case Undetermined<String>(Obstacle _, String why) -> unknown(why);
        }
    }

    /// Where the same user is refused inside TLS, too, no line of pg_hba.conf is for it from here.
    private void comparedWithTls(String how) {
        switch (seen.insideTls()) {
            case Accepted<String> _ -> {}
            case Refused<String> _ ->
                unknown("refused with and without TLS (" + how + "): nothing is known about others");
            case Undetermined<String>(Obstacle _, String why) ->
                unknown("refused in the clear, and whether inside TLS too is not known: " + why);
        }
    }

    private void versions() {
        seen.versions().forEach((version, answer) -> {
            if (version.atLeast(OLDEST)) {
                return;
            }
            String name = version == TlsVersion.SSL_3 ? version.text() : "TLS " + version.text();
            switch (answer) {
                case Accepted<TlsVersion> _ ->
                    deviates(
                            version == TlsVersion.SSL_3 ? Severity.HIGH : Severity.MEDIUM,
                            name + " is accepted",
                            "1.2 or newer",
                            String.join(" and ", accepted()) + " accepted",
                            "postgresql.conf: ssl_min_protocol_version = 'TLSv1.2'; then SELECT pg_reload_conf()");
                case Refused<TlsVersion> _ -> {}
                case Undetermined<TlsVersion>(Obstacle _, String why) ->
                    unknown("whether " + name + " is accepted: " + why);
            }
        });
        if (accepted().isEmpty()) {
            unknown("no version of TLS could be agreed on");
        }
    }

    private List<String> accepted() {
        return seen.versions().keySet().stream()
                .filter(version -> seen.versions().get(version) instanceof Answer.Accepted<TlsVersion>)
                .sorted(Comparator.reverseOrder())
                .map(TlsVersion::text)
                .toList();
    }

    /// What is not known belongs to what was seen.
    private Deviation noting(Deviation each) {
        String notes = unknown.isEmpty() ? "" : "; not known: " + String.join("; ", unknown);
        return new Deviation(each.severity(), each.summary(), each.expected(), each.observed() + notes, each.mend());
    }

    private void unknown(String why) {
        if (!unknown.contains(why)) {
            unknown.add(why);
        }
    }

    private void deviates(Severity severity, String summary, String expected, String observed, String mend) {
        deviations.add(new Deviation(severity, summary, expected, observed, mend));
    }
}
