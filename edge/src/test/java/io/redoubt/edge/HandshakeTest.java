package io.redoubt.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.testkit.Sslscan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Who gets which certificate, and how.
@Timeout(120)
class HandshakeTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: shop.example.com\r\n\r\n";

    @Test
    void tls_1_3_is_all_that_is_spoken() {
        try (RecordingServer server = RecordingServer.ok();
                ServedEdge edge = ServedEdge.start(withDefault(ServedEdge.snapshot(server.uri())))) {
            assertThat(Sslscan.of("127.0.0.1", edge.port()).suites().keySet()).containsExactly("TLSv1.3");
        }
    }

    private static EdgeSnapshot withDefault(EdgeSnapshot snapshot) {
        ServedCertificate own = snapshot.certificates().getFirst();
        return snapshot.with(2, List.of(new ServedCertificate(own.names(), own.chain(), own.key(), true)));
    }

    @Test
    void the_hybrid_group_is_taken_of_whoever_knows_it_even_if_another_comes_first() {
        int hybrid = RawHello.X25519MLKEM768;
        int classic = RawHello.X25519;
        try (RecordingServer server = RecordingServer.ok();
                ServedEdge edge = ServedEdge.before(server.uri())) {
            assertThat(RawHello.ask(edge.port(), List.of(classic, hybrid), List.of(classic, hybrid)))
                    .isEqualTo(new RawHello.Choice(hybrid, false));
            assertThat(RawHello.ask(edge.port(), List.of(classic, hybrid), List.of(classic)))
                    .isEqualTo(new RawHello.Choice(hybrid, true));
            assertThat(RawHello.ask(edge.port(), List.of(classic), List.of(classic)))
                    .isEqualTo(new RawHello.Choice(classic, false));
        }
    }

    @Test
    void a_group_that_is_not_served_makes_no_handshake() throws Exception {
        try (RecordingServer server = RecordingServer.ok();
                ServedEdge edge = ServedEdge.before(server.uri())) {
            assertThat(openssl(edge, "-servername", ServedEdge.HOST, "-groups", "X25519"))
                    .contains("X25519")
                    .contains("TLSv1.3");
            assertThat(openssl(edge, "-servername", ServedEdge.HOST, "-groups", "P-521"))
                    .doesNotContain("Cipher is TLS_");
        }
    }

    private static String openssl(ServedEdge edge, String... options) throws Exception {
        List<String> command =
                new java.util.ArrayList<>(List.of("openssl", "s_client", "-connect", "127.0.0.1:" + edge.port()));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void a_name_that_nobody_has_gets_no_certificate() {
        try (RecordingServer server = RecordingServer.ok();
                ServedEdge edge = ServedEdge.before(server.uri())) {
            assertThatThrownBy(() -> RawClient.tls(edge.port(), "gone.example.com", "http/1.1"))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("unrecognized_name");
        }
    }

    @Test
    void who_asks_for_no_name_gets_no_certificate() throws IOException {
        try (RecordingServer server = RecordingServer.ok();
                ServedEdge edge = ServedEdge.before(server.uri());
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), edge.port());
                SSLSocket nameless = (SSLSocket)
                        RawClient.context().getSocketFactory().createSocket(socket, "127.0.0.1", edge.port(), true)) {
            assertThatThrownBy(nameless::startHandshake).hasMessageContaining("unrecognized_name");
        }
    }

    @Test
    void who_asks_for_no_name_or_one_that_nobody_has_gets_the_default_certificate() throws Exception {
        ServedCertificate named = ServedEdge.certificate(ServedEdge.HOST);
        ServedCertificate other = ServedEdge.certificate("default.example.com");
        ServedCertificate fallback = new ServedCertificate(other.names(), other.chain(), other.key(), true);
        try (RecordingServer server = RecordingServer.ok();
                ServedEdge edge =
                        ServedEdge.start(ServedEdge.snapshot(server.uri()).with(1, List.of(named, fallback)))) {
            assertThat(openssl(edge, "-noservername")).contains("default.example.com");
            assertThat(openssl(edge, "-servername", "gone.example.com")).contains("default.example.com");
            assertThat(openssl(edge, "-servername", ServedEdge.HOST))
                    .contains(ServedEdge.HOST)
                    .doesNotContain("default.example.com");
        }
    }

    @Test
    void client_that_does_not_trust_the_certificate_is_logged(@TempDir Path directory) throws Exception {
        Path log = directory.resolve("access.log");
        EdgeSettings settings = new EdgeSettings(1, Optional.of(log), InstantSource.system());
        try (RecordingServer server = RecordingServer.ok();
                ServedEdge edge = ServedEdge.start(ServedEdge.snapshot(server.uri()), EdgePorts.ALONE, settings);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), edge.port());
                SSLSocket distrustful = (SSLSocket) SSLContext.getDefault()
                        .getSocketFactory()
                        .createSocket(socket, ServedEdge.HOST, edge.port(), true)) {
            assertThatThrownBy(distrustful::startHandshake).isInstanceOf(SSLHandshakeException.class);
            edge.awaitRefused("handshake", 1);
        }
        assertThat(Files.readString(log)).contains("\"refused\":\"handshake\"", "\"why\":\"the TLS handshake failed\"");
    }

    @Test
    void another_certificate_is_shown_from_the_next_handshake_on_and_open_connections_stay() throws Exception {
        try (RecordingServer server = RecordingServer.ok()) {
            EdgeSnapshot first = ServedEdge.snapshot(server.uri());
            try (ServedEdge edge = ServedEdge.start(first);
                    RawClient before = RawClient.tls(edge.port())) {
                assertThat(before.send(GET).readResponse()).startsWith("HTTP/1.1 200 ");
                ServedCertificate next = ServedEdge.certificate(ServedEdge.HOST);
                edge.edge().reload(first.with(2, List.of(next)));
                assertThat(before.send(GET).readResponse()).startsWith("HTTP/1.1 200 ");
                try (RawClient after = RawClient.tls(edge.port())) {
                    javax.net.ssl.SSLSocket tls = (javax.net.ssl.SSLSocket) after.socket();
                    String subject = ((java.security.cert.X509Certificate)
                                    tls.getSession().getPeerCertificates()[0])
                            .getSerialNumber()
                            .toString();
                    javax.net.ssl.SSLSocket old = (javax.net.ssl.SSLSocket) before.socket();
                    String other = ((java.security.cert.X509Certificate)
                                    old.getSession().getPeerCertificates()[0])
                            .getSerialNumber()
                            .toString();
                    assertThat(subject).isNotEqualTo(other);
                }
                assertThatThrownBy(() -> edge.edge()
                                .reload(first.with(
                                        3,
                                        List.of(new ServedCertificate(
                                                List.of("x.example.com"), "no PEM", next.key(), false)))))
                        .isInstanceOf(SnapshotException.class)
                        .hasMessageContaining("certificates[0] has a chain or a key that can't be used");
                assertThat(edge.edge().version()).isEqualTo(2);
            }
        }
    }
}
