package io.redoubt.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.testkit.Sslscan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: shop.example.com\r\n\r\n";
    private static final Duration SHORT = Duration.ofMillis(500);

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
    void the_hybrid_group_is_preferred() throws Exception {
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
            while (edge.refused("handshake") == 0) {
                Thread.onSpinWait();
            }
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

    @Test
    void plain_http_answers_challenges_and_redirects_and_nothing_else() {
        try (RecordingServer server = RecordingServer.ok()) {
            EdgeSnapshot base = ServedEdge.snapshot(server.uri());
            EdgeSnapshot pending = new EdgeSnapshot(
                    1,
                    base.mode(),
                    base.listen(),
                    base.certificates(),
                    base.routes(),
                    base.upstreams(),
                    base.limits(),
                    List.of(),
                    List.of(),
                    List.of(),
                    new PendingChallenges(
                            Map.of("token", "token.print"),
                            Map.of("new.example.com", ServedEdge.certificate("new.example.com"))));
            try (ServedEdge edge = ServedEdge.start(pending)) {
                assertThat(plain(
                                edge,
                                "GET /.well-known/acme-challenge/token HTTP/1.1\r\nHost: new.example.com\r\n\r\n"))
                        .startsWith("HTTP/1.1 200 ")
                        .endsWith("\r\n\r\ntoken.print");
                assertThat(plain(
                                edge,
                                "GET /.well-known/acme-challenge/other HTTP/1.1\r\nHost: shop.example.com\r\n\r\n"))
                        .startsWith("HTTP/1.1 404 ");
                assertThat(plain(edge, "GET /a?b=c HTTP/1.1\r\nHost: shop.example.com\r\n\r\n"))
                        .startsWith("HTTP/1.1 301 ")
                        .contains("location: https://shop.example.com:" + edge.port() + "/a?b=c\r\n");
                assertThat(plain(edge, "POST /a HTTP/1.1\r\nHost: shop.example.com\r\nContent-Length: 1\r\n\r\nx"))
                        .startsWith("HTTP/1.1 308 ");
                assertThat(plain(edge, "GET / HTTP/1.1\r\nHost: evil.example.com\r\n\r\n"))
                        .startsWith("HTTP/1.1 421 ");
                assertThat(plain(edge, "GET /a/../b HTTP/1.1\r\nHost: shop.example.com\r\n\r\n"))
                        .startsWith("HTTP/1.1 400 ");
                try (RawClient challenge = RawClient.tls(edge.port(), "new.example.com", "acme-tls/1")) {
                    assertThat(challenge.readAll()).isEmpty();
                }
                assertThat(server.requests()).isEmpty();
            }
        }
    }

    private static String plain(ServedEdge edge, String request) {
        try (RawClient client = RawClient.plain(edge.plainPort())) {
            return client.send(request).readAll();
        }
    }

    @Test
    void slow_clients_are_not_waited_for() {
        try (RecordingServer server = RecordingServer.ok();
                ServedEdge edge =
                        ServedEdge.before(limits -> limits.withPatience(SHORT, SHORT, SHORT, SHORT), server.uri());
                RawClient handshake = RawClient.plain(edge.port());
                RawClient head = RawClient.tls(edge.port());
                RawClient body = RawClient.tls(edge.port());
                RawClient idle = RawClient.tls(edge.port());
                RawHttp2 stream = RawHttp2.open(edge)) {
            head.send("GET / HTTP/1.1\r\nHost: shop");
            body.send("POST / HTTP/1.1\r\nHost: shop.example.com\r\nContent-Length: 5\r\n\r\nhe");
            stream.request(
                    1,
                    0,
                    ":method",
                    "POST",
                    ":scheme",
                    "https",
                    ":authority",
                    ServedEdge.HOST,
                    ":path",
                    "/",
                    "content-length",
                    "5");
            assertThat(handshake.readAll()).isEmpty();
            assertThat(head.readAll()).startsWith("HTTP/1.1 408 ");
            assertThat(body.readAll()).startsWith("HTTP/1.1 408 ");
            assertThat(idle.readAll()).isEmpty();
            assertThat(stream.outcome(1)).isEqualTo("408");
            assertThat(List.of(edge.refused("handshake"), edge.refused("slow_head"), edge.refused("slow_body")))
                    .containsExactly(1L, 1L, 2L);
        }
    }

    @Test
    void a_server_that_does_not_answer_is_answered_for() {
        CountDownLatch end = new CountDownLatch(1);
        try (RecordingServer server = RecordingServer.answering(_ -> {
                    await(end);
                    return RecordingServer.OK;
                });
                ServedEdge edge = ServedEdge.before(
                        limits -> limits.withServerPatience(SHORT, SHORT, SHORT, Duration.ofHours(1)), server.uri());
                RawClient client = RawClient.tls(edge.port())) {
            assertThat(client.send(GET).readResponse()).startsWith("HTTP/1.1 504 ");
            end.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_client_that_waits_is_told_to_go_on_only_when_it_may() {
        String post = "POST %s HTTP/1.1\r\nHost: shop.example.com\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n";
        try (RecordingServer server = RecordingServer.ok();
                ServedEdge edge = ServedEdge.before(server.uri());
                RawClient client = RawClient.tls(edge.port());
                RawClient refused = RawClient.tls(edge.port())) {
            assertThat(client.send(post.formatted("/")).readResponse()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            assertThat(client.send("hi").readResponse()).startsWith("HTTP/1.1 200 ");
            assertThat(server.only()).doesNotContainIgnoringCase("expect").endsWith("\r\n\r\nhi");
            assertThat(refused.send(post.formatted("/admin")).readAll()).startsWith("HTTP/1.1 503 ");
        }
    }

    @Test
    void a_websocket_carries_bytes_both_ways_and_nothing_else_upgrades() {
        String accepted = """
                HTTP/1.1 101 Switching Protocols
                Connection: Upgrade
                Upgrade: websocket
                Sec-WebSocket-Accept: x

                welcome""".replace("\n", "\r\n");
        try (RecordingServer server = RecordingServer.answering(
                        request -> request.contains("upgrade: websocket") ? accepted : "pong of " + request);
                ServedEdge edge = ServedEdge.before(server.uri());
                RawClient client = RawClient.tls(edge.port());
                RawClient other = RawClient.tls(edge.port())) {
            String upgrade = """
                    GET /ws HTTP/1.1
                    Host: shop.example.com
                    Connection: Upgrade
                    Upgrade: %s
                    Sec-WebSocket-Key: k

                    """.replace("\n", "\r\n");
            assertThat(client.send(upgrade.formatted("websocket")).readResponse())
                    .startsWith("HTTP/1.1 101 ")
                    .contains("Sec-WebSocket-Accept: x\r\n");
            assertThat(read(client, 7)).isEqualTo("welcome");
            client.send("ping\r\n\r\n");
            assertThat(read(client, 16)).isEqualTo("pong of ping\r\n\r\n");
            other.send(upgrade.formatted("h2c")).readResponse();
            assertThat(server.requests().getLast()).doesNotContainIgnoringCase("upgrade");
        }
    }

    private static String read(RawClient client, int count) {
        try {
            return new String(client.socket().getInputStream().readNBytes(count), StandardCharsets.ISO_8859_1);
        } catch (java.io.IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void events_arrive_as_they_are_sent() throws Exception {
        try (EventServer server = EventServer.start();
                ServedEdge edge = ServedEdge.before(server.uri());
                RawClient client = RawClient.tls(edge.port())) {
            client.send(GET);
            server.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
            String head = client.readHead();
            assertThat(head).startsWith("HTTP/1.1 200 ");
            for (int i = 0; i < 5; i++) {
                server.send("9\r\ndata: " + i + "\n\n\r\n");
                assertThat(read(client, 14)).isEqualTo("9\r\ndata: " + i + "\n\n\r\n");
            }
        }
    }

    @Test
    void drain_and_reload_lose_no_request() throws Exception {
        try (RecordingServer server = RecordingServer.ok()) {
            EdgeSnapshot snapshot = ServedEdge.snapshot(server.uri());
            ServedEdge edge = ServedEdge.start(snapshot);
            AtomicInteger answered = new AtomicInteger();
            AtomicInteger lost = new AtomicInteger();
            AtomicBoolean draining = new AtomicBoolean();
            List<CompletableFuture<Void>> clients = new java.util.ArrayList<>();
            for (HttpClient.Version version : HttpClient.Version.values()) {
                clients.add(CompletableFuture.runAsync(
                        () -> hammer(edge, version, answered, lost, draining),
                        command -> Thread.ofPlatform().start(command)));
            }
            for (int i = 2; i < 12; i++) {
                int target = answered.get() + 40;
                while (answered.get() < target && lost.get() == 0) {
                    Thread.onSpinWait();
                }
                edge.edge()
                        .reload(snapshot.with(i, List.of(ServedEdge.certificate(ServedEdge.HOST, ServedEdge.LOCAL))));
            }
            draining.set(true);
            assertThat(edge.edge().drain(Duration.ofSeconds(20))).isZero();
            CompletableFuture.allOf(clients.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
            assertThat(lost).hasValue(0);
            assertThat(answered).hasPositiveValue();
        }
    }

    /// Until the drain, after which no new connection is accepted.
    private static void hammer(
            ServedEdge edge,
            HttpClient.Version version,
            AtomicInteger answered,
            AtomicInteger lost,
            AtomicBoolean draining) {
        try (EdgeClient client = EdgeClient.of(edge, version)) {
            while (!draining.get()) {
                try {
                    if (client.get("/").statusCode() == 200) {
                        answered.incrementAndGet();
                    } else {
                        lost.incrementAndGet();
                    }
                } catch (java.io.IOException e) {
                    if (!draining.get()) {
                        lost.incrementAndGet();
                    }
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    @Test
    void a_request_under_way_is_answered_while_the_edge_drains() throws Exception {
        CountDownLatch arrived = new CountDownLatch(2);
        CountDownLatch go = new CountDownLatch(1);
        try (RecordingServer server = RecordingServer.answering(_ -> {
            arrived.countDown();
            await(go);
            return RecordingServer.OK;
        })) {
            ServedEdge edge = ServedEdge.before(server.uri());
            try (RawClient first = RawClient.tls(edge.port());
                    RawHttp2 second = RawHttp2.open(edge)) {
                first.send(GET);
                second.get(1, "/");
                await(arrived);
                CompletableFuture<Long> drained = CompletableFuture.supplyAsync(
                        () -> edge.edge().drain(Duration.ofSeconds(20)),
                        command -> Thread.ofPlatform().start(command));
                RawHttp2.Frame goAway = second.await(RawHttp2.GOAWAY);
                assertThat(goAway.number(0)).isEqualTo(Integer.MAX_VALUE);
                goAway = second.await(RawHttp2.GOAWAY);
                assertThat(goAway.number(0)).isEqualTo(1);
                go.countDown();
                assertThat(first.readAll()).startsWith("HTTP/1.1 200 ").contains("connection: close\r\n");
                assertThat(second.outcome(1)).isEqualTo("200");
                assertThat(drained.get(20, TimeUnit.SECONDS)).isZero();
            }
        }
    }
}
