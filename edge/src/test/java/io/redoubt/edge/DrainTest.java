package io.redoubt.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What is under way when the edge takes another snapshot, or ends.
@Timeout(180)
class DrainTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: shop.example.com\r\n\r\n";

    /// What clients saw.
    private record Seen(AtomicInteger answered, List<String> lost, AtomicBoolean draining) {}

    /// Every request that has reached the server was accepted, and so must be answered, whatever else happens then.
    @Test
    void drain_and_reload_lose_no_request() throws Exception {
        try (RecordingServer server = RecordingServer.ok()) {
            EdgeSnapshot snapshot = ServedEdge.snapshot(server.uri());
            ServedEdge edge = ServedEdge.start(snapshot);
            Seen seen = new Seen(new AtomicInteger(), new CopyOnWriteArrayList<>(), new AtomicBoolean());
            List<CompletableFuture<Void>> clients = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                for (HttpClient.Version version : HttpClient.Version.values()) {
                    clients.add(started(() -> hammer(edge, version, seen)));
                }
                clients.add(started(() -> streams(edge, seen)));
            }
            for (int i = 2; i < 12; i++) {
                int target = seen.answered.get() + 40;
                while (seen.answered.get() < target && seen.lost.isEmpty()) {
                    Thread.onSpinWait();
                }
                edge.edge()
                        .reload(snapshot.with(i, List.of(ServedEdge.certificate(ServedEdge.HOST, ServedEdge.LOCAL))));
            }
            seen.draining.set(true);
            assertThat(edge.edge().drain(Duration.ofSeconds(60))).isZero();
            CompletableFuture.allOf(clients.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
            assertThat(seen.lost).isEmpty();
            assertThat(edge.counted("redoubt_edge_upstream_retries_total")).isZero();
            assertThat(seen.answered).hasValue(server.requests().size());
        }
    }

    private static CompletableFuture<Void> started(Runnable client) {
        return CompletableFuture.runAsync(client, command -> Thread.ofPlatform().start(command));
    }

    /// Until nobody takes a connection any more.
    private static void hammer(ServedEdge edge, HttpClient.Version version, Seen seen) {
        try (EdgeClient client = EdgeClient.of(edge, version)) {
            while (true) {
                int status = client.get("/").statusCode();
                if (status == 200) {
                    seen.answered.incrementAndGet();
                } else {
                    seen.lost.add(version + ": " + status);
                }
            }
        } catch (IOException e) {
            if (!seen.draining.get()) {
                seen.lost.add(version + ": " + e);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// A few streams after a few others, until the edge has said which one is the last.
    private static void streams(ServedEdge edge, Seen seen) {
        Set<Integer> open = new TreeSet<>();
        int last = Integer.MAX_VALUE;
        try (RawHttp2 client = RawHttp2.open(edge)) {
            RawHttp2.Frame frame = client.read();
            for (int stream = 1; frame != null && last == Integer.MAX_VALUE; ) {
                for (int i = 0; i < 8; i++, stream += 2) {
                    open.add(stream);
                    client.get(stream, "/");
                }
                while (frame != null && !open.isEmpty()) {
                    frame = client.read();
                    if (frame != null && frame.type() == RawHttp2.GOAWAY) {
                        last = (int) frame.number(0);
                        int served = last;
                        open.removeIf(each -> each > served);
                    } else if (frame != null && frame.type() == RawHttp2.HEADERS && open.remove(frame.stream())) {
                        seen.answered.incrementAndGet();
                        String status = client.headers(frame).status().toString();
                        if (!status.equals("200")) {
                            seen.lost.add("stream " + frame.stream() + ": " + status);
                        }
                    }
                }
            }
            open.forEach(stream -> seen.lost.add("stream " + stream + ", which was accepted"));
        } catch (UncheckedIOException e) {
            seen.lost.add("HTTP/2: " + e);
        }
        if (last == Integer.MAX_VALUE) {
            seen.lost.add("no last stream was told");
        }
    }

    @Test
    void a_stream_between_the_two_goaways_is_served_and_a_later_one_is_not() throws Exception {
        boolean inTime = false;
        // The edge waits for a second between the two, which a slow machine may take for one request.
        for (int i = 0; i < 5 && !inTime; i++) {
            inTime = servedBetween();
        }
        assertThat(inTime).isTrue();
    }

    private static boolean servedBetween() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (RecordingServer server = RecordingServer.answering(_ -> {
            arrived.countDown();
            Latch.await(go);
            return RecordingServer.OK;
        })) {
            ServedEdge edge = ServedEdge.before(server.uri());
            try (RawHttp2 client = RawHttp2.open(edge)) {
                client.read();
                CompletableFuture<Long> drained = CompletableFuture.supplyAsync(
                        () -> edge.edge().drain(Duration.ofSeconds(60)),
                        command -> Thread.ofPlatform().start(command));
                assertThat(client.await(RawHttp2.GOAWAY).number(0)).isEqualTo(Integer.MAX_VALUE);
                client.get(1, "/between");
                long last = client.await(RawHttp2.GOAWAY).number(0);
                if (last == 0) {
                    go.countDown();
                    drained.get(60, TimeUnit.SECONDS);
                    return false;
                }
                assertThat(last).isEqualTo(1);
                Latch.await(arrived);
                client.get(3, "/late");
                letTheEdgeLook();
                go.countDown();
                assertThat(client.outcome(1)).isEqualTo("200");
                assertThat(client.outcome(3)).isEqualTo("closed");
                assertThat(drained.get(60, TimeUnit.SECONDS)).isZero();
                assertThat(server.only()).startsWith("GET /between HTTP/1.1\r\n");
                return true;
            }
        }
    }

    /// It looks at each connection five times a second, and what it should not close it would close then.
    private static void letTheEdgeLook() {
        long end = System.nanoTime() + 600_000_000L;
        while (System.nanoTime() - end < 0) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    @Test
    void a_request_on_an_open_connection_is_answered_when_the_drain_has_begun_and_is_the_last_of_it() throws Exception {
        String answer = "";
        // A connection on which nothing comes for a second is closed, and a slow machine may take one for a request.
        for (int i = 0; i < 5 && answer.isEmpty(); i++) {
            answer = answeredInDrain();
        }
        assertThat(answer).startsWith("HTTP/1.1 200 ").contains("\r\nconnection: close\r\n");
    }

    private static String answeredInDrain() throws Exception {
        try (RecordingServer server = RecordingServer.ok()) {
            ServedEdge edge = ServedEdge.before(server.uri());
            try (RawHttp2 told = RawHttp2.open(edge);
                    RawClient client = RawClient.tls(edge.port())) {
                told.read();
                assertThat(client.send(GET).readResponse())
                        .startsWith("HTTP/1.1 200 ")
                        .doesNotContain("connection:");
                CompletableFuture<Long> drained = CompletableFuture.supplyAsync(
                        () -> edge.edge().drain(Duration.ofSeconds(60)),
                        command -> Thread.ofPlatform().start(command));
                told.await(RawHttp2.GOAWAY);
                String answer = client.send(GET + GET).readAll();
                assertThat(drained.get(60, TimeUnit.SECONDS)).isZero();
                assertThat(server.requests()).hasSize(answer.isEmpty() ? 1 : 2);
                return answer;
            } catch (UncheckedIOException _) {
                return "";
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
