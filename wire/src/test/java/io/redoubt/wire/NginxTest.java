package io.redoubt.wire;

import static io.redoubt.wire.Loopback.accepted;
import static io.redoubt.wire.Loopback.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.testkit.CertificateForge;
import io.redoubt.testkit.IssuedCertificate;
import io.redoubt.testkit.KeyKind;
import io.redoubt.testkit.NginxServer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The probes against a real nginx, with OpenSSL below it.
class NginxTest {

    private static CertificateForge forge;
    private static IssuedCertificate certificate;
    private static NginxServer nginx;

    @BeforeAll
    static void start() {
        forge = CertificateForge.at(Instant.now());
        certificate = forge.issue(forge.recipe());
        IssuedCertificate elliptic = forge.issue(forge.recipe().with(KeyKind.EC_P256));
        nginx = NginxServer.start("""
                server {
                  listen <modern> ssl;
                  ssl_certificate %1$s; ssl_certificate_key %2$s;
                  ssl_protocols TLSv1.3;
                  add_header Strict-Transport-Security "max-age=63072000";
                  location / { return 200 "hello\\n"; }
                }
                server {
                  listen <old> ssl;
                  ssl_certificate %1$s; ssl_certificate_key %2$s;
                  ssl_protocols TLSv1 TLSv1.1 TLSv1.2;
                  ssl_ciphers ECDHE-RSA-AES256-SHA:AES128-SHA:ECDHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0;
                  ssl_prefer_server_ciphers on;
                  ssl_ecdh_curve secp384r1:X25519;
                }
                server {
                  listen <static> ssl;
                  ssl_certificate %1$s; ssl_certificate_key %2$s;
                  ssl_protocols TLSv1.2;
                  ssl_ciphers AES128-SHA;
                }
                server {
                  listen <elliptic> ssl;
                  ssl_certificate %3$s; ssl_certificate_key %4$s;
                  ssl_protocols TLSv1.2;
                  ssl_ciphers ALL;
                  ssl_ecdh_curve X25519:prime256v1:secp384r1;
                }
                server { listen <plain>; location / { return 301 https://localhost/; } }
                """.formatted(
                        certificate.chainFile(), certificate.keyFile(), elliptic.chainFile(), elliptic.keyFile()));
    }

    @AfterAll
    static void stop() {
        nginx.close();
        forge.close();
    }

    @Test
    void modern_server_accepts_only_tls_13() throws Exception {
        TlsProbe probe = Loopback.tls(nginx.port("modern"));
        assertThat(acceptedVersions(probe)).containsExactly(TlsVersion.TLS_1_3);
        assertThat(refused(probe.version(TlsVersion.TLS_1_2))).isEqualTo("alert protocol_version");
    }

    @Test
    void old_server_accepts_what_it_was_told_to() throws Exception {
        TlsProbe probe = Loopback.tls(nginx.port("old"));
        assertThat(acceptedVersions(probe)).containsExactly(TlsVersion.TLS_1_0, TlsVersion.TLS_1_1, TlsVersion.TLS_1_2);
    }

    private static Set<TlsVersion> acceptedVersions(TlsProbe probe) throws InterruptedException {
        EnumSet<TlsVersion> accepted = EnumSet.noneOf(TlsVersion.class);
        for (TlsVersion version : TlsVersion.values()) {
            if (probe.version(version) instanceof Answer.Accepted<TlsVersion>) {
                accepted.add(version);
            }
        }
        return accepted;
    }

    @Test
    void suites_come_in_the_order_of_the_server() throws Exception {
        TlsProbe probe = Loopback.tls(nginx.port("old"));
        assertThat(names(probe.suites(TlsVersion.TLS_1_2)))
                .containsExactly(
                        "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
                        "TLS_RSA_WITH_AES_128_CBC_SHA",
                        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
        assertThat(names(probe.suites(TlsVersion.TLS_1_0)))
                .containsExactly("TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA", "TLS_RSA_WITH_AES_128_CBC_SHA");
        assertThat(refused(probe.suites(TlsVersion.TLS_1_3))).isEqualTo("alert protocol_version");
    }

    @Test
    void suites_of_tls_13_are_all_found() throws Exception {
        assertThat(names(Loopback.tls(nginx.port("modern")).suites(TlsVersion.TLS_1_3)))
                .containsExactlyInAnyOrder(
                        "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_GCM_SHA256");
    }

    @Test
    void groups_of_tls_13_are_found_by_retry_requests() throws Exception {
        assertThat(groupNames(Loopback.tls(nginx.port("modern")).groups(TlsVersion.TLS_1_3)))
                .contains("x25519", "secp256r1", "secp384r1", "x448")
                .doesNotContain("X25519MLKEM768");
    }

    @Test
    void groups_before_tls_13_are_read_from_key_exchanges() throws Exception {
        TlsProbe probe = Loopback.tls(nginx.port("old"));
        assertThat(groupNames(probe.groups(TlsVersion.TLS_1_2))).containsExactlyInAnyOrder("secp384r1", "x25519");
        assertThat(groupNames(probe.groups(TlsVersion.TLS_1_0))).containsExactlyInAnyOrder("secp384r1", "x25519");
    }

    @Test
    void static_rsa_agrees_in_no_group() throws Exception {
        assertThat(groupNames(Loopback.tls(nginx.port("static")).groups(TlsVersion.TLS_1_2)))
                .isEmpty();
    }

    @Test
    void groups_beside_the_curve_of_the_certificate_are_found_too() throws Exception {
        assertThat(groupNames(Loopback.tls(nginx.port("elliptic")).groups(TlsVersion.TLS_1_2)))
                .containsExactlyInAnyOrder("x25519", "secp256r1", "secp384r1");
    }

    @Test
    void handshake_shows_version_suite_group_and_chain() throws Exception {
        Handshake handshake = accepted(Loopback.tls(nginx.port("modern")).handshake());
        assertThat(handshake.version()).isEqualTo(TlsVersion.TLS_1_3);
        assertThat(handshake.suite().name()).startsWith("TLS_AES_");
        assertThat(handshake.group().map(Group::name)).contains("x25519");
        assertThat(handshake.chain()).isEqualTo(certificate.chain());
        assertThat(handshake.completed()).isTrue();
        assertThat(handshake.stapled()).isEmpty();
    }

    @Test
    void handshake_before_tls_13_shows_its_group_too() throws Exception {
        Handshake handshake = accepted(Loopback.tls(nginx.port("old")).handshake());
        assertThat(handshake.version()).isEqualTo(TlsVersion.TLS_1_2);
        assertThat(handshake.group().map(Group::name)).contains("secp384r1");
        assertThat(handshake.completed()).isTrue();
    }

    @Test
    void https_answer_comes_with_headers_and_body() throws Exception {
        HttpAnswer answer = accepted(Loopback.https(nginx.port("modern")).get("/", 1000));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.first("strict-transport-security")).contains("max-age=63072000");
        assertThat(answer.body()).isEqualTo(Bytes.copyOf("hello\n".getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void redirect_in_the_clear_is_not_followed() throws Exception {
        HttpAnswer answer = accepted(Loopback.http(nginx.port("plain")).get("/", 0));
        assertThat(answer.status()).isEqualTo(301);
        assertThat(answer.first("Location")).contains("https://localhost/");
    }

    @Test
    void plain_http_is_not_mistaken_for_tls() throws Exception {
        Answer.Undetermined<?> answer =
                Loopback.undetermined(Loopback.tls(nginx.port("plain")).version(TlsVersion.TLS_1_3));
        assertThat(answer.obstacle()).isEqualTo(Answer.Obstacle.NOT_THE_PROTOCOL);
        assertThat(answer.why()).contains("answered 'HTTP/1.1 400 Bad Request' (plain HTTP)");
    }

    private static List<String> names(Answer<List<CipherSuite>> answer) {
        return accepted(answer).stream().map(CipherSuite::name).toList();
    }

    private static List<String> groupNames(Answer<List<Group>> answer) {
        return accepted(answer).stream().map(Group::name).toList();
    }
}
