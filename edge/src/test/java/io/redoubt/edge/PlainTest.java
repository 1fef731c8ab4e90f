package io.redoubt.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.policy.Cidr;
import io.redoubt.policy.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The port that does not speak TLS: what clients may use of it, and what is counted and logged.
@Timeout(120)
@ExtendWith(NoLeaks.class)
class PlainTest {

    private static final String GET = "GET /a?token=hidden HTTP/1.1\r\nHost: shop.example.com\r\n";
    private static final List<Cidr> LOCAL = List.of(Cidr.parse("127.0.0.1").get());
    private static final List<Cidr> DENIED = List.of(Cidr.parse("198.51.100.66").get());
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final Duration LONG = Duration.ofHours(1);

    @TempDir
    private Path directory;

    private static String answer(ServedEdge edge, String request) {
        try (RawClient client = RawClient.plain(edge.plainPort())) {
            return client.send(request).readAll();
        }
    }

    private static String status(ServedEdge edge, String request) {
        String answer = answer(edge, request);
        return answer.startsWith("HTTP/1.1 ") ? answer.substring(9, 12) : answer;
    }

    private EdgeSettings logged() {
        return new EdgeSettings(1, Optional.of(directory.resolve("log")), InstantSource.system());
    }

    private List<String> log() throws IOException {
        return Files.readAllLines(directory.resolve("log"));
    }

    @Test
    void declared_peer_names_the_client_by_proxy_protocol_and_no_other_way() throws IOException {
        try (RecordingServer server = RecordingServer.ok()) {
            EdgeSnapshot proxied = ChangedSnapshot.of(ServedEdge.snapshot(server.uri()))
                    .proxyProtocol(LOCAL)
                    .denying(DENIED)
                    .snapshot();
            try (ServedEdge edge = ServedEdge.start(proxied, EdgePorts.ALONE, logged())) {
                String proxy = "PROXY TCP4 %s 192.0.2.1 5000 80\r\n" + GET + "\r\n";
                assertThat(status(edge, proxy.formatted("203.0.113.5"))).isEqualTo("301");
                assertThat(status(edge, "PROXY UNKNOWN\r\n" + GET + "\r\n")).isEqualTo("301");
                assertThat(status(edge, proxy.formatted("198.51.100.66"))).isEmpty();
                edge.awaitRefused("address_denied", 1);
                assertThat(status(edge, GET + "\r\n")).isEmpty();
                assertThat(status(edge, "PROXY TCP4 nobody 192.0.2.1 5000 80\r\n" + GET + "\r\n"))
                        .isEmpty();
                edge.awaitRefused("handshake", 2);
                edge.awaitCounted("redoubt_edge_connections", 0);
            }
        }
        assertThat(log())
                .hasSize(5)
                .first()
                .asString()
                .contains("\"client\":\"203.0.113.5\"")
                .contains("\"status\":301");
    }

    @Test
    void nobody_else_may_speak_proxy_protocol() {
        try (RecordingServer server = RecordingServer.ok();
                ServedEdge edge = ServedEdge.before(server.uri())) {
            assertThat(status(edge, "PROXY TCP4 203.0.113.5 192.0.2.1 5000 80\r\n" + GET + "\r\n"))
                    .isEqualTo("400");
            edge.awaitRefused("malformed", 1);
        }
    }

    @Test
    void each_answer_is_counted_and_logged_once_without_its_query() throws IOException {
        try (RecordingServer server = RecordingServer.ok()) {
            EdgeSnapshot pending = ChangedSnapshot.of(ServedEdge.snapshot(server.uri()))
                    .challenges(new PendingChallenges(Map.of("token", "token.print"), Map.of()))
                    .snapshot();
            try (ServedEdge edge = ServedEdge.start(pending, EdgePorts.ALONE, logged())) {
                String challenge = GET.replace("/a?token=hidden", "/.well-known/acme-challenge/%s") + "\r\n";
                assertThat(status(edge, GET + "\r\n")).isEqualTo("301");
                assertThat(status(edge, GET.replace("GET", "PUT") + "\r\n")).isEqualTo("308");
                assertThat(status(edge, challenge.formatted("token"))).isEqualTo("200");
                assertThat(status(edge, challenge.formatted("other"))).isEqualTo("404");
                assertThat(status(edge, GET.replace("shop", "evil") + "\r\n")).isEqualTo("421");
                assertThat(status(edge, "nonsense\r\n\r\n")).isEqualTo("400");
                edge.awaitCounted("redoubt_edge_responses_total{class=\"2\"}", 1);
                edge.awaitCounted("redoubt_edge_responses_total{class=\"3\"}", 2);
                edge.awaitCounted("redoubt_edge_responses_total{class=\"4\"}", 3);
                edge.awaitRefused("no_route", 1);
                edge.awaitRefused("misdirected", 1);
                edge.awaitRefused("malformed", 1);
            }
        }
        String usual = "\"client\":\"127.0.0.1\",\"method\":\"%s\",\"host\":\"%s.example.com\",\"path\":\"%s\","
                + "\"protocol\":\"HTTP/1.1\",\"status\":%d,\"request_bytes\":0,\"response_bytes\":%d,\"micros\":";
        String challenge = "/.well-known/acme-challenge/";
        List<String> log = log();
        assertThat(log).hasSize(6).noneMatch(line -> line.contains("hidden"));
        assertThat(log.get(0)).contains(usual.formatted("GET", "shop", "/a", 301, 0));
        assertThat(log.get(1)).contains(usual.formatted("PUT", "shop", "/a", 308, 0));
        assertThat(log.get(2)).contains(usual.formatted("GET", "shop", challenge + "token", 200, 11));
        assertThat(log.get(3))
                .contains(usual.formatted("GET", "shop", challenge + "other", 404, 0))
                .contains("\"refused\":\"no_route\"");
        assertThat(log.get(4)).contains(usual.formatted("GET", "evil", "/a", 421, 0), "\"refused\":\"misdirected\"");
        assertThat(log.get(5)).contains("\"status\":400", "\"refused\":\"malformed\"", "\"why\":");
    }

    @Test
    void client_is_answered_up_to_its_rate_and_the_mode_verify_only_says_so() {
        try (RecordingServer server = RecordingServer.ok()) {
            EdgeSnapshot few = ChangedSnapshot.of(ServedEdge.snapshot(server.uri()))
                    .limits(ServedEdge.LIMITS.withClient(100, 1))
                    .snapshot();
            try (ServedEdge edge = ServedEdge.start(few)) {
                assertThat(status(edge, GET + "\r\n")).isEqualTo("301");
                assertThat(status(edge, GET + "\r\n")).isEqualTo("301");
                awaitRate(edge);
            }
            EdgeSnapshot verify = ChangedSnapshot.of(few).mode(Mode.VERIFY).snapshot();
            try (ServedEdge edge = ServedEdge.start(verify)) {
                String would = "redoubt_edge_would_refuse_total{reason=\"client_rate\"}";
                for (int i = 0; i < 500 && edge.counted(would) == 0; i++) {
                    assertThat(status(edge, GET + "\r\n")).isEqualTo("301");
                }
                assertThat(edge.counted(would)).isPositive();
                assertThat(edge.refused("client_rate")).isZero();
            }
        }
    }

    /// A machine may be so slow that one request a second is all that it makes.
    private static void awaitRate(ServedEdge edge) {
        String status = "301";
        for (int i = 0; i < 500 && status.equals("301"); i++) {
            status = status(edge, GET + "\r\n");
        }
        assertThat(status).isEqualTo("429");
        edge.awaitRefused("client_rate", 1);
    }

    @Test
    void client_that_a_trusted_proxy_names_is_the_one_who_is_denied() {
        try (RecordingServer server = RecordingServer.ok()) {
            EdgeSnapshot trusting = ChangedSnapshot.of(ServedEdge.snapshot(server.uri()))
                    .trusting(LOCAL)
                    .denying(DENIED)
                    .snapshot();
            try (ServedEdge edge = ServedEdge.start(trusting)) {
                assertThat(status(edge, GET + "X-Forwarded-For: 203.0.113.5\r\n\r\n"))
                        .isEqualTo("301");
                assertThat(status(edge, GET + "X-Forwarded-For: 198.51.100.66\r\n\r\n"))
                        .isEqualTo("403");
                assertThat(status(edge, GET + "X-Forwarded-For: unknown\r\n\r\n"))
                        .isEqualTo("400");
            }
        }
    }

    @Test
    void head_that_takes_too_long_is_refused_and_counted() {
        try (RecordingServer server = RecordingServer.ok();
                ServedEdge edge =
                        ServedEdge.before(limits -> limits.withPatience(LONG, SHORT, LONG, LONG), server.uri());
                RawClient silent = RawClient.plain(edge.plainPort())) {
            assertThat(status(edge, "GET / HTTP/1.1\r\nHost: shop")).isEqualTo("408");
            assertThat(silent.readAll()).isEmpty();
            edge.awaitRefused("slow_head", 1);
            edge.awaitCounted("redoubt_edge_responses_total{class=\"4\"}", 1);
        }
    }

    @Test
    void declared_peer_that_says_nothing_is_not_waited_for() {
        try (RecordingServer server = RecordingServer.ok()) {
            EdgeSnapshot proxied = ChangedSnapshot.of(ServedEdge.snapshot(server.uri()))
                    .proxyProtocol(LOCAL)
                    .limits(ServedEdge.LIMITS.withPatience(LONG, SHORT, LONG, LONG))
                    .snapshot();
            try (ServedEdge edge = ServedEdge.start(proxied)) {
                assertThat(status(edge, "PROXY TCP4 203")).isEmpty();
                edge.awaitRefused("handshake", 1);
            }
        }
    }
}
