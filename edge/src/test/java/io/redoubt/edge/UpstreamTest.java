package io.redoubt.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.testkit.CertificateForge;
import io.redoubt.testkit.CertificateRecipe;
import io.redoubt.testkit.IssuedCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpstreamTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: shop.example.com\r\n\r\n";
    private static final String NAME = "app.internal";
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static EdgeSnapshot before(UpstreamPool pool, EdgeLimits limits) {
        return ChangedSnapshot.of(ServedEdge.snapshot(pool.servers().getFirst()))
                .upstreams(Map.of("app", pool))
                .limits(limits)
                .snapshot();
    }

    private static UpstreamPool one(URI server, int connections) {
        return new UpstreamPool(List.of(server), Optional.empty(), Optional.empty(), connections, Optional.empty());
    }

    private static void answers(IssuedCertificate certificate, CertificateForge trusted, String status, int requests)
            throws IOException {
        try (RecordingServer server = RecordingServer.tls(certificate)) {
            UpstreamPool pool = new UpstreamPool(
                    List.of(server.uri()),
                    Optional.of(Files.readString(trusted.rootFile())),
                    Optional.of(NAME),
                    8,
                    Optional.empty());
            try (ServedEdge edge = ServedEdge.start(before(pool, ServedEdge.LIMITS));
                    RawClient client = RawClient.tls(edge.port())) {
                assertThat(client.send(GET).readResponse()).startsWith("HTTP/1.1 " + status + " ");
                assertThat(server.requests()).hasSize(requests);
            }
        }
    }

    @Test
    void a_server_whose_certificate_is_not_good_gets_no_byte_of_the_request() throws IOException {
        Instant now = Instant.now();
        CertificateForge forge = ServedEdge.FORGE;
        CertificateRecipe good = forge.recipe().named(NAME);
        answers(forge.issue(good), forge, "200", 1);
        answers(forge.issue(forge.recipe().named("other.internal")), forge, "502", 0);
        answers(forge.issue(good.valid(now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(1)))), forge, "502", 0);
        try (CertificateForge stranger = CertificateForge.at(now)) {
            answers(stranger.issue(stranger.recipe().named(NAME)), forge, "502", 0);
        }
        answers(forge.issue(good.from(CertificateRecipe.Issuer.ITSELF)), forge, "502", 0);
    }

    @Test
    void a_server_that_refuses_connections_is_left_alone_after_three_of_them() throws IOException {
        // Its port is taken, and nobody listens.
        try (Socket dead = new Socket();
                RecordingServer server = RecordingServer.ok()) {
            dead.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            leftAlone(URI.create("http://127.0.0.1:" + dead.getLocalPort()), server);
        }
    }

    private static void leftAlone(URI dead, RecordingServer server) throws IOException {
        try (ServedEdge edge = ServedEdge.before(dead, server.uri());
                RawClient client = RawClient.tls(edge.port())) {
            long began = System.nanoTime();
            for (int i = 0; i < 20; i++) {
                assertThat(client.send(GET).readResponse()).startsWith("HTTP/1.1 200 ");
            }
            // It is tried once more every ten seconds, which a slow machine may need.
            long rests = (System.nanoTime() - began) / Duration.ofSeconds(10).toNanos();
            assertThat(edge.counted("redoubt_edge_upstream_retries_total")).isBetween(3L, 3 + rests);
            assertThat(server.requests()).hasSize(20);
        }
    }

    @ParameterizedTest
    @CsvSource({"POST, ''", "PATCH, ''", "PUT, x"})
    void what_may_not_be_repeated_is_asked_of_one_server_only(String method, String body) {
        try (RecordingServer first = RecordingServer.answering("");
                RecordingServer second = RecordingServer.answering("");
                ServedEdge edge = ServedEdge.before(first.uri(), second.uri());
                RawClient client = RawClient.tls(edge.port())) {
            String head = "%s / HTTP/1.1\r\nHost: shop.example.com\r\nContent-Length: %d\r\n\r\n"
                    .formatted(method, body.length());
            assertThat(client.send(head + body).readResponse()).startsWith("HTTP/1.1 502 ");
            assertThat(first.requests().size() + second.requests().size()).isEqualTo(1);
            assertThat(edge.counted("redoubt_edge_upstream_retries_total")).isZero();
        }
    }

    @Test
    void a_server_that_fails_its_health_check_leaves_the_pool_and_comes_back() {
        AtomicBoolean well = new AtomicBoolean(true);
        String sick = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n";
        try (RecordingServer first = RecordingServer.answering(
                        request -> request.startsWith("GET /health ") && !well.get() ? sick : RecordingServer.OK);
                RecordingServer second = RecordingServer.ok()) {
            UpstreamPool pool = new UpstreamPool(
                    List.of(first.uri(), second.uri()),
                    Optional.empty(),
                    Optional.empty(),
                    8,
                    Optional.of(new UpstreamPool.HealthCheck("/health", Duration.ofMillis(200), PATIENCE)));
            try (ServedEdge edge = ServedEdge.start(before(pool, ServedEdge.LIMITS));
                    RawClient client = RawClient.tls(edge.port())) {
                awaitServed(client, first, 1);
                well.set(false);
                awaitServed(client, first, 0);
                well.set(true);
                awaitServed(client, first, 1);
            }
        }
    }

    @Test
    void a_sick_server_stays_out_of_its_pool_though_another_pool_has_it_without_a_check() {
        AtomicInteger asked = new AtomicInteger();
        try (RecordingServer sick = RecordingServer.answering(request -> {
                    if (request.startsWith("GET /health ")) {
                        asked.incrementAndGet();
                        return "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n";
                    }
                    return RecordingServer.OK;
                });
                RecordingServer well = RecordingServer.ok()) {
            UpstreamPool.HealthCheck check = new UpstreamPool.HealthCheck("/health", Duration.ofMillis(400), PATIENCE);
            UpstreamPool checked = new UpstreamPool(
                    List.of(sick.uri(), well.uri()), Optional.empty(), Optional.empty(), 8, Optional.of(check));
            EdgeSnapshot snapshot = ChangedSnapshot.of(before(checked, ServedEdge.LIMITS))
                    .upstreams(Map.of("app", checked, "unchecked", one(sick.uri(), 8)))
                    .snapshot();
            try (ServedEdge edge = ServedEdge.start(snapshot);
                    RawClient client = RawClient.tls(edge.port())) {
                awaitServed(client, sick, 0);
                sick.forget();
                int before = asked.get();
                long end = System.nanoTime() + PATIENCE.toNanos();
                while (asked.get() < before + 4 && System.nanoTime() - end < 0) {
                    assertThat(client.send(GET).readResponse()).startsWith("HTTP/1.1 200 ");
                }
                assertThat(sick.requests()).noneMatch(request -> request.startsWith("GET / "));
            }
        }
    }

    /// Until of ten requests the server gets none, or at least so many.
    private static void awaitServed(RawClient client, RecordingServer server, int wanted) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        long got;
        do {
            server.forget();
            for (int i = 0; i < 10; i++) {
                assertThat(client.send(GET).readResponse()).startsWith("HTTP/1.1 200 ");
            }
            got = server.requests().stream()
                    .filter(request -> request.startsWith("GET / "))
                    .count();
        } while ((wanted == 0 ? got > 0 : got < wanted) && System.nanoTime() < end);
        assertThat(got > 0).isEqualTo(wanted > 0);
    }

    @Test
    void no_more_connections_than_the_pool_allows_and_who_waits_gets_the_next_free_one() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (RecordingServer server = RecordingServer.answering(_ -> {
                    arrived.countDown();
                    Latch.await(go);
                    return RecordingServer.OK;
                });
                ServedEdge edge = ServedEdge.start(before(one(server.uri(), 1), ServedEdge.LIMITS));
                RawClient holds = RawClient.tls(edge.port());
                RawHttp2 waits = RawHttp2.open(edge)) {
            holds.send(GET);
            Latch.await(arrived);
            waits.get(1, "/a").get(3, "/b").frame(RawHttp2.PING, 0, 0, new byte[8]);
            waits.await(RawHttp2.PING);
            go.countDown();
            assertThat(holds.readResponse()).startsWith("HTTP/1.1 200 ");
            assertThat(List.of(waits.outcome(1), waits.outcome(3))).containsExactly("200", "200");
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void who_waits_for_a_connection_in_vain_is_told_503() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        EdgeLimits limits = ServedEdge.LIMITS.withServerPatience(Duration.ofMillis(300), LONG, LONG, LONG);
        try (RecordingServer server = RecordingServer.answering(_ -> {
                    arrived.countDown();
                    Latch.await(go);
                    return RecordingServer.OK;
                });
                ServedEdge edge = ServedEdge.start(before(one(server.uri(), 1), limits));
                RawClient holds = RawClient.tls(edge.port());
                RawClient waits = RawClient.tls(edge.port())) {
            holds.send(GET);
            Latch.await(arrived);
            assertThat(waits.send(GET).readResponse()).startsWith("HTTP/1.1 503 ");
            assertThat(edge.refused("upstream_busy")).isEqualTo(1);
            go.countDown();
        }
    }
}
