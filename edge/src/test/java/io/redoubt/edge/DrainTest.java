package io.redoubt.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What is under way when the edge takes another snapshot, or ends.
class DrainTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: shop.example.com\r\n\r\n";

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
            Latch.await(go);
            return RecordingServer.OK;
        })) {
            ServedEdge edge = ServedEdge.before(server.uri());
            try (RawClient first = RawClient.tls(edge.port());
                    RawHttp2 second = RawHttp2.open(edge)) {
                first.send(GET);
                second.get(1, "/");
                Latch.await(arrived);
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
