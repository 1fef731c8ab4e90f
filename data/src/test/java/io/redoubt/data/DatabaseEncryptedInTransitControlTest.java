package io.redoubt.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.control.CannotLookException;
import io.redoubt.control.Deviation;
import io.redoubt.control.Reading;
import io.redoubt.control.Subject;
import io.redoubt.control.Vantage;
import io.redoubt.control.Verdict;
import io.redoubt.control.Verdict.Fail;
import io.redoubt.control.Verdict.NotApplicable;
import io.redoubt.control.Verdict.Pass;
import io.redoubt.control.Verdict.Unknown;
import io.redoubt.policy.Confidential;
import io.redoubt.policy.References;
import io.redoubt.wire.Answer;
import io.redoubt.wire.Answer.Accepted;
import io.redoubt.wire.Answer.Obstacle;
import io.redoubt.wire.Answer.Refused;
import io.redoubt.wire.Answer.Undetermined;
import io.redoubt.wire.Resolver;
import io.redoubt.wire.TlsVersion;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DatabaseEncryptedInTransitControlTest {

    private static final Instant NOW = Instant.parse("2026-07-01T08:11:00Z");
    private static final Answer<String> YES = new Accepted<>("yes");
    private static final Answer<String> NO = new Refused<>("28000 no pg_hba.conf entry, no encryption");
    private static final Answer<String> SILENT = new Undetermined<>(Obstacle.TIMED_OUT, "10.0.3.5:5432 said nothing");
    private static final Answer<String> NOTHING =
            new Undetermined<>(Obstacle.CONNECTION_REFUSED, "10.0.3.5:5432 refused the connection");

    @Test
    void tls_only_passes() {
        assertThat(verdict(at("10.0.3.5:5432", YES, NO, YES, "1.3", "1.2")))
                .isEqualTo("PASS  1.3 and 1.2 accepted, plain text refused");
    }

    @Test
    void no_tls_fails() {
        assertThat(verdict(at("10.0.3.5:5432", new Refused<>("N"), new Accepted<>("scram-sha-256"), NO)))
                .isEqualTo("""
                        FAIL  high  the database offers no TLS
                        expected  TLS 1.2 or newer
                        observed  refused an SSLRequest (N)
                        mend      postgresql.conf: ssl = on, ssl_cert_file and ssl_key_file set; then SELECT pg_reload_conf()
                        FAIL  high  the database accepts plain text
                        expected  refused in the clear
                        observed  went on in the clear: scram-sha-256
                        mend      pg_hba.conf: hostssl in place of host; then SELECT pg_reload_conf()""");
    }

    @Test
    void plain_text_beside_tls_fails() {
        assertThat(verdict(at("10.0.3.5:5432", YES, new Accepted<>("trust"), YES, "1.3")))
                .isEqualTo("""
                        FAIL  high  the database accepts plain text
                        expected  refused in the clear
                        observed  let in without a password
                        mend      pg_hba.conf: hostssl in place of host; then SELECT pg_reload_conf()""");
    }

    @Test
    void old_version_fails() {
        assertThat(verdict(at("10.0.3.5:5432", YES, NO, YES, "1.2", "1.1"))).isEqualTo("""
                        FAIL  medium  TLS 1.1 is accepted
                        expected  1.2 or newer
                        observed  1.2 and 1.1 accepted
                        mend      postgresql.conf: ssl_min_protocol_version = 'TLSv1.2'; then SELECT pg_reload_conf()""");
    }

    @Test
    void refusal_that_was_not_compared_with_tls_tells_nothing() {
        assertThat(verdict(at("10.0.3.5:5432", YES, NO, SILENT, "1.3")))
                .isEqualTo("UNKNOWN  refused in the clear, and whether inside TLS too is not known:"
                        + " 10.0.3.5:5432 said nothing");
    }

    @Test
    void user_who_is_refused_either_way_tells_nothing() {
        assertThat(verdict(at("10.0.3.5:5432", YES, NO, NO, "1.3")))
                .isEqualTo("UNKNOWN  refused with and without TLS (28000 no pg_hba.conf entry, no encryption):"
                        + " nothing is known about others");
    }

    @Test
    void silence_is_unknown_and_said_once() {
        assertThat(verdict(at("10.0.3.5:5432", SILENT, SILENT, SILENT)))
                .isEqualTo("UNKNOWN  10.0.3.5:5432 said nothing");
    }

    @Test
    void silence_beside_what_is_certain_is_noted() {
        assertThat(verdict(at("10.0.3.5:5432", SILENT, new Accepted<>("md5"), SILENT)))
                .contains("observed  went on in the clear: md5; not known: 10.0.3.5:5432 said nothing");
    }

    @Test
    void address_where_nothing_listens_is_left_out() {
        assertThat(verdict(at("127.0.0.1:5432", YES, NO, YES, "1.3"), at("[::1]:5432", NOTHING, NOTHING, NOTHING)))
                .isEqualTo("PASS  1.3 accepted, plain text refused; nothing answers at [::1]:5432");
    }

    @Test
    void worst_of_two_addresses_counts() {
        assertThat(verdict(
                        at("10.0.3.5:5432", YES, NO, YES, "1.3"),
                        at("10.0.3.6:5432", YES, new Accepted<>("md5"), YES, "1.3")))
                .contains("observed  10.0.3.6:5432: went on in the clear: md5");
    }

    @Test
    void url_that_is_nowhere_cannot_be_asked() {
        var control = new DatabaseEncryptedInTransitControl(
                List.of(new Database("shop", new Confidential.Environment("SHOP_DB_URL"))),
                NO_REFERENCES,
                new DatabaseLook(Resolver.system(), Duration.ofSeconds(1)),
                InstantSource.fixed(NOW));
        assertThatThrownBy(() -> control.read(Subject.of("database:shop")))
                .isInstanceOf(CannotLookException.class)
                .hasMessage("environment variable SHOP_DB_URL is not set");
    }

    /// Of a policy that refers to nothing.
    static final References NO_REFERENCES = new References() {
        @Override
        public Optional<String> environment(String variable) {
            return Optional.empty();
        }

        @Override
        public String file(String path) throws IOException {
            throw new NoSuchFileException(path);
        }
    };

    private static String verdict(DatabaseSighting.At... seen) {
        var control = new DatabaseEncryptedInTransitControl(
                List.of(new Database("shop", new Confidential.Literal("postgresql://shop@db.internal/shop"))),
                NO_REFERENCES,
                new DatabaseLook(Resolver.system(), Duration.ofSeconds(1)),
                InstantSource.fixed(NOW));
        return text(control.judge(
                new Reading<>(Subject.of("database:shop"), Vantage.WIRE, NOW, new DatabaseSighting(List.of(seen)))));
    }

    private static DatabaseSighting.At at(
            String address, Answer<String> tls, Answer<String> plain, Answer<String> insideTls, String... accepted) {
        Map<TlsVersion, Answer<TlsVersion>> versions = new EnumMap<>(TlsVersion.class);
        for (TlsVersion version : TlsVersion.values()) {
            versions.put(
                    version,
                    Arrays.asList(accepted).contains(version.text())
                            ? new Accepted<>(version)
                            : new Refused<>("alert protocol_version"));
        }
        return new DatabaseSighting.At(address, tls, plain, insideTls, versions);
    }

    static String text(Verdict verdict) {
        return switch (verdict) {
            case Pass(String observed) -> "PASS  " + observed;
            case Unknown(String why, String _) -> "UNKNOWN  " + why;
            case NotApplicable(String why) -> "N/A  " + why;
            case Fail(List<Deviation> deviations) ->
                deviations.stream()
                        .map(each -> "FAIL  " + each.severity().text() + "  " + each.summary() + "\nexpected  "
                                + each.expected() + "\nobserved  " + each.observed() + "\nmend      " + each.mend())
                        .collect(Collectors.joining("\n"));
        };
    }
}
