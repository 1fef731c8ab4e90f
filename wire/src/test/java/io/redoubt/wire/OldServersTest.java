package io.redoubt.wire;

import static io.redoubt.wire.Loopback.accepted;
import static io.redoubt.wire.Loopback.refused;
import static io.redoubt.wire.Loopback.undetermined;
import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.testkit.CertificateForge;
import io.redoubt.testkit.HeardHello;
import io.redoubt.testkit.HelloAnswer;
import io.redoubt.testkit.HelloAnswer.Alert;
import io.redoubt.testkit.HelloAnswer.KeyExchange;
import io.redoubt.testkit.HelloAnswer.Play;
import io.redoubt.testkit.IssuedCertificate;
import io.redoubt.testkit.OldServerPolicy;
import io.redoubt.testkit.OldServerPolicy.Offer;
import io.redoubt.testkit.Script;
import io.redoubt.testkit.ScriptedTlsServer;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What no current server speaks any more, spoken by scripts.
class OldServersTest {

    private static final int RC4_MD5 = 0x0004;
    private static final int EXPORT_RC4 = 0x0003;
    private static final int NULL_SHA = 0x0002;
    private static final int ANON_DH = 0x0034;
    private static final int TRIPLE_DES = 0x000a;
    private static final int DHE_AES = 0x0033;
    private static final int DHE_EXPORT = 0x0014;
    private static final int ECDHE_AES = 0xc013;

    private static CertificateForge forge;
    private static IssuedCertificate certificate;

    @BeforeAll
    static void start() {
        forge = CertificateForge.at(Instant.now());
        certificate = forge.issue(forge.recipe());
    }

    @AfterAll
    static void stop() {
        forge.close();
    }

    private static ScriptedTlsServer server(Function<HeardHello, HelloAnswer> policy) {
        return ScriptedTlsServer.answering(certificate.chain(), policy);
    }

    @ParameterizedTest
    @EnumSource(
            value = TlsVersion.class,
            names = {"SSL_3", "TLS_1_0", "TLS_1_1", "TLS_1_2"})
    void server_of_one_version_accepts_that_one_only(TlsVersion only) throws Exception {
        try (ScriptedTlsServer server = server(OldServerPolicy.of(only.code(), Offer.ofStatic(RC4_MD5)))) {
            TlsProbe probe = Loopback.tls(server.port());
            for (TlsVersion version : TlsVersion.values()) {
                if (version == only) {
                    assertThat(accepted(probe.version(version))).isEqualTo(only);
                } else {
                    assertThat(refused(probe.version(version)))
                            .isIn(
                                    "alert protocol_version",
                                    "alert handshake_failure",
                                    "answered with " + (only == TlsVersion.SSL_3 ? "SSLv3" : "TLS " + only.text()));
                }
            }
        }
    }

    @Test
    void broken_suites_are_found() throws Exception {
        OldServerPolicy policy = OldServerPolicy.of(
                        TlsVersion.SSL_3.code(),
                        Offer.ofStatic(EXPORT_RC4),
                        Offer.ofStatic(NULL_SHA),
                        Offer.ofField(ANON_DH, 1024),
                        Offer.ofStatic(TRIPLE_DES))
                .and(TlsVersion.TLS_1_0.code(), Offer.ofStatic(RC4_MD5));
        try (ScriptedTlsServer server = server(policy)) {
            TlsProbe probe = Loopback.tls(server.port());
            assertThat(accepted(probe.suites(TlsVersion.SSL_3)))
                    .extracting(CipherSuite::name)
                    .containsExactly(
                            "TLS_RSA_EXPORT_WITH_RC4_40_MD5",
                            "TLS_RSA_WITH_NULL_SHA",
                            "TLS_DH_anon_WITH_AES_128_CBC_SHA",
                            "TLS_RSA_WITH_3DES_EDE_CBC_SHA");
            assertThat(accepted(probe.suites(TlsVersion.TLS_1_0)))
                    .extracting(CipherSuite::name)
                    .containsExactly("TLS_RSA_WITH_RC4_128_MD5");
        }
    }

    @Test
    void short_fields_are_measured() throws Exception {
        OldServerPolicy policy = OldServerPolicy.of(
                TlsVersion.TLS_1_0.code(),
                Offer.ofCurve(ECDHE_AES, 23),
                Offer.ofField(DHE_AES, 1024),
                Offer.ofField(DHE_EXPORT, 512));
        try (ScriptedTlsServer server = server(policy)) {
            List<Group> groups = accepted(Loopback.tls(server.port()).groups(TlsVersion.TLS_1_0));
            assertThat(groups).extracting(Group::name).containsExactly("secp256r1", "DH 1024 bits", "DH 512 bits");
            assertThat(groups).extracting(Group::securityBits).containsExactly(128, 80, 40);
            assertThat(groups)
                    .extracting(Group::kind)
                    .containsExactly(Group.Kind.ELLIPTIC_CURVE, Group.Kind.FINITE_FIELD, Group.Kind.FINITE_FIELD);
        }
    }

    @Test
    void handshake_that_no_library_finishes_is_read_in_the_clear() throws Exception {
        try (ScriptedTlsServer server =
                server(OldServerPolicy.of(TlsVersion.SSL_3.code(), Offer.ofField(DHE_AES, 512)))) {
            Handshake handshake = accepted(Loopback.tls(server.port()).handshake());
            assertThat(handshake.version()).isEqualTo(TlsVersion.SSL_3);
            assertThat(handshake.suite().name()).isEqualTo("TLS_DHE_RSA_WITH_AES_128_CBC_SHA");
            assertThat(handshake.group().map(Group::name)).contains("DH 512 bits");
            assertThat(handshake.chain()).isEqualTo(certificate.chain());
            assertThat(handshake.completed()).isFalse();
        }
    }

    @Test
    void anonymous_server_has_no_chain() throws Exception {
        try (ScriptedTlsServer server = ScriptedTlsServer.answering(
                List.of(), OldServerPolicy.of(TlsVersion.TLS_1_0.code(), Offer.ofField(ANON_DH, 1024)))) {
            Handshake handshake = accepted(Loopback.tls(server.port()).handshake());
            assertThat(handshake.chain()).isEmpty();
            assertThat(handshake.completed()).isFalse();
        }
    }

    @Test
    void retry_request_agrees_to_tls_13() throws Exception {
        Queue<Integer> groups = new ConcurrentLinkedQueue<>(List.of(0x11ec, 25));
        try (ScriptedTlsServer server = server(hello -> groups.stream()
                .filter(hello.groups()::contains)
                .findFirst()
                .<HelloAnswer>map(group -> new HelloAnswer.Retry(0x1301, group))
                .orElseGet(() -> new Alert(40)))) {
            TlsProbe probe = Loopback.tls(server.port());
            assertThat(accepted(probe.version(TlsVersion.TLS_1_3))).isEqualTo(TlsVersion.TLS_1_3);
            assertThat(accepted(probe.groups(TlsVersion.TLS_1_3)))
                    .extracting(Group::name)
                    .containsExactly("X25519MLKEM768", "secp521r1");
        }
    }

    @Test
    void server_that_never_retries_shows_the_groups_of_our_shares() throws Exception {
        try (ScriptedTlsServer server = server(hello -> hello.keyShares().contains(23)
                ? new HelloAnswer.Choose(TlsVersion.TLS_1_3.code(), 0x1301, new KeyExchange.Curve(23))
                : new Alert(40))) {
            assertThat(accepted(Loopback.tls(server.port()).groups(TlsVersion.TLS_1_3)))
                    .extracting(Group::name)
                    .containsExactly("secp256r1");
        }
    }

    @Test
    void suite_that_was_not_offered_is_not_the_protocol() throws Exception {
        try (ScriptedTlsServer server =
                server(_ -> new HelloAnswer.Choose(TlsVersion.TLS_1_2.code(), RC4_MD5, new KeyExchange.Static()))) {
            var answer = undetermined(Loopback.tls(server.port()).suites(TlsVersion.TLS_1_2));
            assertThat(answer.obstacle()).isEqualTo(Answer.Obstacle.NOT_THE_PROTOCOL);
            assertThat(answer.why()).endsWith("picked TLS_RSA_WITH_RC4_128_MD5, which was not offered");
        }
    }

    @Test
    void server_that_chokes_on_many_suites_is_asked_in_batches() throws Exception {
        OldServerPolicy policy = OldServerPolicy.of(
                TlsVersion.TLS_1_2.code(),
                Offer.ofStatic(TRIPLE_DES),
                Offer.ofStatic(NULL_SHA),
                Offer.ofStatic(0x009c));
        try (ScriptedTlsServer server =
                server(hello -> hello.suites().size() > 100 ? new Play(Script.reset()) : policy.apply(hello))) {
            TlsProbe probe = Loopback.tls(server.port());
            assertThat(accepted(probe.version(TlsVersion.TLS_1_2))).isEqualTo(TlsVersion.TLS_1_2);
            assertThat(accepted(probe.suites(TlsVersion.TLS_1_2)))
                    .extracting(CipherSuite::name)
                    .containsExactlyInAnyOrder(
                            "TLS_RSA_WITH_3DES_EDE_CBC_SHA",
                            "TLS_RSA_WITH_NULL_SHA",
                            "TLS_RSA_WITH_AES_128_GCM_SHA256");
        }
    }

    @Test
    void refused_version_needs_no_second_question() throws Exception {
        try (ScriptedTlsServer server = server(_ -> new Alert(70))) {
            TlsProbe probe = Loopback.tls(server.port());
            assertThat(refused(probe.version(TlsVersion.TLS_1_1))).isEqualTo("alert protocol_version");
            assertThat(refused(probe.suites(TlsVersion.TLS_1_1))).isEqualTo("alert protocol_version");
            assertThat(refused(probe.groups(TlsVersion.TLS_1_1))).isEqualTo("alert protocol_version");
            assertThat(server.accepted()).isEqualTo(1);
        }
    }

    @Test
    void silent_close_is_a_refusal_where_another_version_is_answered() throws Exception {
        OldServerPolicy policy = OldServerPolicy.of(TlsVersion.TLS_1_2.code(), Offer.ofStatic(0x009c));
        try (ScriptedTlsServer server = server(hello ->
                hello.version() < TlsVersion.TLS_1_2.code() ? new Play(Script.reset()) : policy.apply(hello))) {
            assertThat(refused(Loopback.tls(server.port()).version(TlsVersion.TLS_1_0)))
                    .isEqualTo("closed the connection without an answer");
        }
    }

    @Test
    void silent_close_of_every_version_tells_nothing() throws Exception {
        try (ScriptedTlsServer server = server(_ -> new Play(Script.reset()))) {
            TlsProbe probe = Loopback.tls(server.port());
            for (TlsVersion version : TlsVersion.values()) {
                assertThat(undetermined(probe.version(version)).obstacle()).isEqualTo(Answer.Obstacle.CLOSED);
            }
        }
    }

    @Test
    void name_is_sent_where_the_host_has_one() throws Exception {
        Queue<HeardHello> heard = new ConcurrentLinkedQueue<>();
        try (ScriptedTlsServer server = server(hello -> {
            heard.add(hello);
            return new Alert(40);
        })) {
            TlsProbe byName = Loopback.tls(server.port());
            byName.version(TlsVersion.TLS_1_2);
            byName.version(TlsVersion.SSL_3);
            Peer byAddress = new Peer("127.0.0.1", Loopback.peer(server.port()).address());
            new TlsProbe(byAddress, TlsProbe.Opening.DIRECT, Loopback.soon()).version(TlsVersion.TLS_1_2);
        }
        assertThat(heard)
                .extracting(HeardHello::serverName)
                .satisfiesExactly(
                        first -> assertThat(first).contains("localhost"),
                        second -> assertThat(second).isEmpty(),
                        third -> assertThat(third).isEmpty());
    }
}
