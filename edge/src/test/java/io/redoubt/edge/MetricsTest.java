package io.redoubt.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.policy.Cidr;
import io.redoubt.policy.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MetricsTest {

    private static List<String> series(ServedEdge edge) {
        return edge.edge()
                .metricsText()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .toList();
    }

    @Test
    void what_clients_send_makes_no_series_and_is_in_none() {
        try (RecordingServer server = RecordingServer.ok();
                ServedEdge edge = ServedEdge.before(server.uri())) {
            List<String> before = series(edge);
            for (int i = 0; i < 30; i++) {
                try (RawClient client = RawClient.tls(edge.port())) {
                    client.send("GET /hidden" + i + "?token=hidden HTTP/1.1\r\nHost: shop.example.com\r\n"
                                    + "Cookie: hidden=hidden\r\nAuthorization: Bearer hidden\r\n\r\n")
                            .readResponse();
                    client.send("X" + i + " hidden HTTP/1.1\r\nHost: hidden" + i + ".example.com\r\n\r\n")
                            .readAll();
                }
            }
            assertThat(series(edge)).isEqualTo(before).doesNotHaveDuplicates();
            assertThat(edge.edge().metricsText()).doesNotContain("hidden").doesNotContain("example.com");
            assertThat(edge.counted("redoubt_edge_responses_total{class=\"2\"}"))
                    .isEqualTo(30);
        }
    }

    private static String responses(int statusClass) {
        return "redoubt_edge_responses_total{class=\"" + statusClass + "\"}";
    }

    @Test
    void each_answer_is_counted_once_by_its_class_and_each_byte_on_its_side() {
        try (RecordingServer server = RecordingServer.answering(request -> request.startsWith("POST /2")
                        ? RecordingServer.OK
                        : "HTTP/1.1 " + request.substring(6, 9) + " So\r\nContent-Length: 0\r\n\r\n");
                ServedEdge edge = ServedEdge.before(server.uri());
                RawClient client = RawClient.tls(edge.port())) {
            for (String status : List.of("200", "302", "404", "503")) {
                client.send(
                        "POST /" + status + " HTTP/1.1\r\nHost: shop.example.com\r\nContent-Length: 5\r\n\r\nhello");
                assertThat(client.readResponse()).startsWith("HTTP/1.1 " + status + " ");
            }
            assertThat(client.send("nonsense\r\n\r\n").readAll()).startsWith("HTTP/1.1 400 ");
            edge.awaitRefused("malformed", 1);
            edge.awaitCounted(responses(2), 1);
            edge.awaitCounted(responses(3), 1);
            edge.awaitCounted(responses(4), 2);
            edge.awaitCounted(responses(5), 1);
            edge.awaitCounted(responses(0), 0);
            edge.awaitCounted("redoubt_edge_request_body_bytes_total", 20);
            edge.awaitCounted("redoubt_edge_response_body_bytes_total", 2);
            edge.awaitCounted("redoubt_edge_handshakes_total", 1);
            edge.awaitCounted("redoubt_edge_connections_total", 1);
        }
    }

    @Test
    void each_handshake_that_is_refused_is_counted_once() throws IOException {
        try (RecordingServer server = RecordingServer.ok();
                ServedEdge edge = ServedEdge.before(server.uri())) {
            try (RawClient plain = RawClient.plain(edge.port())) {
                plain.send("GET / HTTP/1.1\r\n\r\n").readAll();
            }
            edge.awaitRefused("handshake", 1);
            assertThatThrownBy(() -> RawClient.tls(edge.port(), "gone.example.com", "http/1.1"))
                    .hasMessageContaining("unrecognized_name");
            edge.awaitRefused("handshake", 2);
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), edge.port());
                    SSLSocket old = (SSLSocket) RawClient.context()
                            .getSocketFactory()
                            .createSocket(socket, ServedEdge.HOST, edge.port(), true)) {
                old.setEnabledProtocols(new String[] {"TLSv1.2"});
                assertThatThrownBy(old::startHandshake).hasMessageContaining("protocol_version");
            }
            edge.awaitRefused("handshake", 3);
            RawClient.tls(edge.port()).close();
            edge.awaitCounted("redoubt_edge_handshakes_total", 1);
            edge.awaitRefused("handshake", 3);
            edge.awaitCounted(responses(4), 3);
        }
    }

    @Test
    void peer_that_does_not_speak_the_proxy_protocol_it_should_is_counted() {
        try (RecordingServer server = RecordingServer.ok()) {
            EdgeSnapshot proxied = ChangedSnapshot.of(ServedEdge.snapshot(server.uri()))
                    .proxyProtocol(List.of(Cidr.parse("127.0.0.1").get()))
                    .snapshot();
            try (ServedEdge edge = ServedEdge.start(proxied);
                    RawClient client = RawClient.plain(edge.port())) {
                assertThat(client.send("PROXY nonsense\r\n").readAll()).isEmpty();
                edge.awaitRefused("handshake", 1);
            }
        }
    }

    @Test
    void each_snapshot_that_is_taken_is_counted_and_none_that_is_refused() {
        try (RecordingServer server = RecordingServer.ok();
                ServedEdge edge = ServedEdge.before(server.uri())) {
            EdgeSnapshot base = ServedEdge.snapshot(server.uri());
            edge.edge().reload(base.with(2, base.certificates()));
            ServedCertificate unusable =
                    new ServedCertificate(List.of(ServedEdge.HOST), "no chain", new Secret("no key"), false);
            assertThatThrownBy(() -> edge.edge().reload(base.with(3, List.of(unusable))))
                    .isInstanceOf(SnapshotException.class);
            edge.awaitCounted("redoubt_edge_reloads_total", 1);
        }
    }

    @Test
    void client_that_goes_before_its_answer_is_counted_as_gone() throws InterruptedException {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (RecordingServer server = RecordingServer.answering(_ -> {
                    arrived.countDown();
                    try {
                        go.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    return RecordingServer.OK;
                });
                ServedEdge edge = ServedEdge.before(server.uri())) {
            try (RawClient client = RawClient.tls(edge.port())) {
                client.send("GET / HTTP/1.1\r\nHost: shop.example.com\r\n\r\n");
                arrived.await();
            }
            edge.awaitRefused("client_gone", 1);
            edge.awaitCounted(responses(0), 1);
            go.countDown();
        }
    }

    private static RawClient scraper(ServedEdge edge) {
        return RawClient.plain(edge.edge().metrics().getFirst().getPort());
    }

    @Test
    void prometheus_gets_the_metrics_over_their_own_address() {
        try (RecordingServer server = RecordingServer.ok();
                ServedEdge edge = ServedEdge.before(server.uri());
                RawClient client = RawClient.tls(edge.port());
                RawClient scraper = scraper(edge)) {
            client.send("GET / HTTP/1.1\r\nHost: shop.example.com\r\n\r\n").readResponse();
            edge.awaitCounted(responses(2), 1);
            String answer = scraper.send("GET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                    .readAll();
            String text = answer.substring(answer.indexOf("\r\n\r\n") + 4);
            assertThat(answer)
                    .startsWith("HTTP/1.1 200 OK\r\ncontent-type: text/plain; version=0.0.4; charset=utf-8\r\n")
                    .contains("\r\ncontent-length: " + text.length() + "\r\n");
            assertThat(text).isEqualTo(edge.edge().metricsText()).contains("\n" + responses(2) + " 1\n");
        }
    }

    @Test
    void who_asks_the_metrics_nothing_is_not_waited_for() {
        Duration soon = Duration.ofMillis(500);
        Duration later = Duration.ofHours(1);
        try (RecordingServer server = RecordingServer.ok();
                ServedEdge edge =
                        ServedEdge.before(limits -> limits.withPatience(later, soon, later, later), server.uri());
                RawClient silent = scraper(edge)) {
            assertThat(silent.readAll()).isEmpty();
        }
    }

    @Test
    void metrics_are_for_a_few_connections_at_once() {
        Duration later = Duration.ofHours(1);
        List<RawClient> silent = new ArrayList<>();
        try (RecordingServer server = RecordingServer.ok();
                ServedEdge edge =
                        ServedEdge.before(limits -> limits.withPatience(later, later, later, later), server.uri())) {
            for (int i = 0; i < 16; i++) {
                silent.add(scraper(edge));
            }
            try (RawClient more = scraper(edge)) {
                assertThat(more.readAll()).isEmpty();
            }
            assertThat(silent.getFirst().send("GET /metrics HTTP/1.1\r\n\r\n").readAll())
                    .startsWith("HTTP/1.1 200 OK\r\n");
            assertThat(answeredAgain(edge)).isTrue();
        } finally {
            silent.forEach(RawClient::close);
        }
    }

    /// The edge hears of a connection that was closed a moment after its client does.
    private static boolean answeredAgain(ServedEdge edge) {
        for (int i = 0; i < 1_000; i++) {
            try (RawClient next = scraper(edge)) {
                if (next.send("GET /metrics HTTP/1.1\r\n\r\n").readAll().startsWith("HTTP/1.1 200 OK\r\n")) {
                    return true;
                }
            } catch (UncheckedIOException _) {
                // It was closed before it could ask.
            }
        }
        return false;
    }
}
