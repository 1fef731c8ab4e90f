package io.redoubt.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Ten minutes at load, another snapshot with another certificate every second.
class ReloadSoakTest {

    private static final Duration LOAD = Duration.ofSeconds(Long.getLong("soak.seconds", 600));

    @Test
    @Tag("soak")
    void reloads_every_second_lose_no_request_and_no_memory() throws Exception {
        try (RecordingServer server = RecordingServer.ok();
                ScheduledExecutorService clock = Executors.newScheduledThreadPool(1)) {
            EdgeSnapshot snapshot = ServedEdge.snapshot(server.uri());
            List<String> lost = new CopyOnWriteArrayList<>();
            AtomicInteger answered = new AtomicInteger();
            AtomicBoolean over = new AtomicBoolean();
            AtomicLong version = new AtomicLong(1);
            List<Long> direct = new CopyOnWriteArrayList<>();
            try (ServedEdge edge = ServedEdge.start(snapshot)) {
                var reloads = clock.scheduleAtFixedRate(
                        () -> {
                            edge.edge()
                                    .reload(snapshot.with(
                                            version.incrementAndGet(),
                                            List.of(ServedEdge.certificate(ServedEdge.HOST, ServedEdge.LOCAL))));
                            direct.add(used());
                            server.forget();
                        },
                        1,
                        1,
                        TimeUnit.SECONDS);
                List<CompletableFuture<Void>> clients = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    HttpClient.Version each = i % 2 == 0 ? HttpClient.Version.HTTP_1_1 : HttpClient.Version.HTTP_2;
                    clients.add(CompletableFuture.runAsync(
                            () -> load(edge, each, answered, lost, over),
                            command -> Thread.ofPlatform().start(command)));
                }
                CompletableFuture<Void> end = new CompletableFuture<>();
                clock.schedule(
                        () -> over.compareAndSet(false, true) && end.complete(null),
                        LOAD.toSeconds(),
                        TimeUnit.SECONDS);
                end.get(LOAD.toSeconds() + 60, TimeUnit.SECONDS);
                CompletableFuture.allOf(clients.toArray(CompletableFuture[]::new))
                        .get(60, TimeUnit.SECONDS);
                reloads.cancel(false);
                assertThat(edge.edge().version()).isGreaterThan(LOAD.toSeconds() / 2);
            }
            assertThat(lost).isEmpty();
            assertThat(answered).hasPositiveValue();
            int tenth = Math.max(1, direct.size() / 10);
            long early = direct.subList(tenth, 2 * tenth + 1).stream()
                    .mapToLong(Long::longValue)
                    .max()
                    .orElseThrow();
            long late = direct.subList(direct.size() - tenth, direct.size()).stream()
                    .mapToLong(Long::longValue)
                    .min()
                    .orElseThrow();
            assertThat(late)
                    .as("direct memory at the end, early on %s", early)
                    .isLessThanOrEqualTo(2 * early + (8 << 20));
        }
    }

    private static long used() {
        return ByteBufAllocator.DEFAULT instanceof io.netty.buffer.ByteBufAllocatorMetricProvider allocator
                ? allocator.metric().usedDirectMemory()
                : 0;
    }

    /// A new client now and then, so that handshakes go on too.
    private static void load(
            ServedEdge edge,
            HttpClient.Version version,
            AtomicInteger answered,
            List<String> lost,
            AtomicBoolean over) {
        while (!over.get()) {
            try (EdgeClient client = EdgeClient.of(edge, version)) {
                for (int i = 0; i < 500 && !over.get(); i++) {
                    if (client.post("/", "body").statusCode() == 200) {
                        answered.incrementAndGet();
                    } else {
                        lost.add("a status");
                    }
                }
            } catch (IOException e) {
                lost.add(String.valueOf(e));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
