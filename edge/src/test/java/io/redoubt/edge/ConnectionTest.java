package io.redoubt.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ConnectionTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: shop.example.com\r\n\r\n";
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final Duration LONG = Duration.ofHours(1);
    private static final String[] POST = {
        ":method", "POST", ":scheme", "https", ":authority", ServedEdge.HOST, ":path", "/", "content-length", "5"
    };

    @Test
    void plain_http_answers_challenges_and_redirects_and_nothing_else() {
        try (RecordingServer server = RecordingServer.ok()) {
            EdgeSnapshot pending = ChangedSnapshot.of(ServedEdge.snapshot(server.uri()))
                    .challenges(new PendingChallenges(
                            Map.of("token", "token.print"),
                            Map.of("new.example.com", ServedEdge.certificate("new.example.com"))))
                    .snapshot();
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
    void handshake_that_does_not_come_is_not_waited_for() {
        try (RecordingServer server = RecordingServer.ok();
                ServedEdge edge =
                        ServedEdge.before(limits -> limits.withPatience(SHORT, LONG, LONG, LONG), server.uri());
                RawClient client = RawClient.plain(edge.port())) {
            assertThat(client.readAll()).isEmpty();
            edge.awaitRefused("handshake", 1);
        }
    }

    @Test
    void head_that_does_not_end_is_not_waited_for() {
        try (RecordingServer server = RecordingServer.ok();
                ServedEdge edge =
                        ServedEdge.before(limits -> limits.withPatience(LONG, SHORT, LONG, LONG), server.uri());
                RawClient client = RawClient.tls(edge.port())) {
            client.send("GET / HTTP/1.1\r\nHost: shop");
            assertThat(client.readAll()).startsWith("HTTP/1.1 408 ");
            edge.awaitRefused("slow_head", 1);
        }
    }

    @Test
    void body_that_does_not_end_is_not_waited_for() {
        try (RecordingServer server = RecordingServer.ok();
                ServedEdge edge =
                        ServedEdge.before(limits -> limits.withPatience(LONG, LONG, SHORT, LONG), server.uri());
                RawClient client = RawClient.tls(edge.port());
                RawHttp2 http2 = RawHttp2.open(edge)) {
            client.send("POST / HTTP/1.1\r\nHost: shop.example.com\r\nContent-Length: 5\r\n\r\nhe");
            http2.request(1, 0, POST);
            assertThat(client.readAll()).startsWith("HTTP/1.1 408 ");
            assertThat(http2.outcome(1)).isEqualTo("408");
            edge.awaitRefused("slow_body", 2);
        }
    }

    @Test
    void connection_that_nobody_uses_is_closed() {
        try (RecordingServer server = RecordingServer.ok();
                ServedEdge edge =
                        ServedEdge.before(limits -> limits.withPatience(LONG, LONG, LONG, SHORT), server.uri());
                RawClient client = RawClient.tls(edge.port());
                RawHttp2 http2 = RawHttp2.open(edge)) {
            assertThat(client.readAll()).isEmpty();
            assertThat(http2.outcome(1)).isIn("closed", "goaway 0");
        }
    }

    @Test
    void a_server_that_does_not_answer_is_answered_for() {
        CountDownLatch end = new CountDownLatch(1);
        try (RecordingServer server = RecordingServer.answering(_ -> {
                    Latch.await(end);
                    return RecordingServer.OK;
                });
                ServedEdge edge = ServedEdge.before(
                        limits -> limits.withServerPatience(SHORT, SHORT, SHORT, Duration.ofHours(1)), server.uri());
                RawClient client = RawClient.tls(edge.port())) {
            assertThat(client.send(GET).readResponse()).startsWith("HTTP/1.1 504 ");
            end.countDown();
        }
    }

    @Test
    void server_that_falls_silent_within_its_answer_is_not_waited_for() throws Exception {
        String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n";
        for (String protocol : List.of("HTTP/1.1", "HTTP/2")) {
            try (EventServer server = EventServer.start();
                    ServedEdge edge = ServedEdge.before(
                            limits -> limits.withServerPatience(LONG, LONG, SHORT, LONG), server.uri())) {
                if (protocol.equals("HTTP/2")) {
                    try (RawHttp2 client = RawHttp2.open(edge).get(1, "/")) {
                        server.send(head);
                        assertThat(client.outcome(1)).isEqualTo("200");
                        assertThat(client.outcome(1)).isEqualTo("reset 2");
                    }
                } else {
                    try (RawClient client = RawClient.tls(edge.port()).send(GET)) {
                        server.send(head);
                        assertThat(client.readAll()).startsWith("HTTP/1.1 200 ").endsWith("2\r\nhi\r\n");
                    }
                }
                edge.awaitRefused("upstream_slow", 1);
            }
        }
    }

    @Test
    void server_that_does_not_take_the_body_is_not_waited_for() throws Exception {
        int size = 60 << 20;
        try (EventServer server = EventServer.start();
                ServedEdge edge = ServedEdge.before(
                        limits ->
                                limits.withPatience(LONG, LONG, LONG, LONG).withServerPatience(LONG, LONG, SHORT, LONG),
                        server.uri());
                RawClient client = RawClient.tls(edge.port())) {
            client.send("POST / HTTP/1.1\r\nHost: shop.example.com\r\nContent-Length: " + size + "\r\n\r\n");
            // Else closing would wait for whoever writes.
            client.socket().setSoLinger(true, 1);
            Thread.ofPlatform().daemon().start(() -> sendUntilClosed(client, size));
            assertThat(client.readHead()).startsWith("HTTP/1.1 504 ");
            edge.awaitRefused("upstream_slow", 1);
            server.connection();
        }
    }

    private static void sendUntilClosed(RawClient client, int size) {
        byte[] piece = new byte[64 << 10];
        try {
            for (int sent = 0; sent < size; sent += piece.length) {
                client.send(piece);
            }
        } catch (UncheckedIOException _) {
            // The edge has answered already.
        }
    }

    @Test
    void client_that_takes_its_time_is_not_taken_for_a_server_that_does() {
        try (RecordingServer server = RecordingServer.ok();
                ServedEdge edge = ServedEdge.before(
                        limits ->
                                limits.withPatience(LONG, LONG, LONG, LONG).withServerPatience(LONG, LONG, SHORT, LONG),
                        server.uri());
                RawClient client = RawClient.tls(edge.port())) {
            client.send("POST / HTTP/1.1\r\nHost: shop.example.com\r\nContent-Length: 4\r\n\r\nhe");
            long end = System.nanoTime() + 4 * SHORT.toNanos();
            while (System.nanoTime() - end < 0) {
                LockSupport.parkNanos(end - System.nanoTime());
            }
            assertThat(client.send("re").readResponse()).startsWith("HTTP/1.1 200 ");
            assertThat(server.only()).endsWith("\r\n\r\nhere");
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
    void events_arrive_as_they_are_sent_over_http_2_too() throws Exception {
        try (EventServer server = EventServer.start();
                ServedEdge edge = ServedEdge.before(server.uri());
                RawHttp2 client = RawHttp2.open(edge).get(1, "/")) {
            server.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
            assertThat(client.outcome(1)).isEqualTo("200");
            for (int i = 0; i < 5; i++) {
                server.send("9\r\ndata: " + i + "\n\n\r\n");
                RawHttp2.Frame event = client.await(RawHttp2.DATA);
                assertThat(event.payload()).isEqualTo("data: " + i + "\n\n");
                assertThat(event.ends()).isFalse();
            }
            server.send("0\r\n\r\n");
            assertThat(client.await(RawHttp2.DATA).ends()).isTrue();
        }
    }
}
