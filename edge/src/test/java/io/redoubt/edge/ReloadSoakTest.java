package io.redoubt.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
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
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Ten minutes at load, another snapshot with twenty other certificates every second.
class ReloadSoakTest {

    private static final Duration LOAD = Duration.ofSeconds(Long.getLong("soak.seconds", 600));
    /// One of so many reloads is followed by a look at the memory.
    private static final long SAMPLED = 5;

    private static final long RESIDENT = 24L << 20;

    @Test
    @Tag("soak")
    void reloads_every_second_lose_no_request_and_no_memory() throws Exception {
        try (RecordingServer server = RecordingServer.ok();
                ScheduledExecutorService clock = Executors.newScheduledThreadPool(1)) {
            EdgeSnapshot snapshot = ServedEdge.snapshot(server.uri());
            List<List<ServedCertificate>> certificates = List.of(certificates(), certificates());
            List<String> lost = new CopyOnWriteArrayList<>();
            AtomicInteger answered = new AtomicInteger();
            AtomicBoolean over = new AtomicBoolean();
            AtomicLong version = new AtomicLong(1);
            List<Memory> memory = new CopyOnWriteArrayList<>();
            try (ServedEdge edge = ServedEdge.start(snapshot)) {
                var reloads = clock.scheduleAtFixedRate(
                        () -> {
                            long next = version.incrementAndGet();
                            edge.edge().reload(snapshot.with(next, certificates.get((int) (next % 2))));
                            server.forget();
                            if (next % SAMPLED == 0) {
                                memory.add(Memory.now());
                            }
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
            assertThat(grown(memory, Memory::direct)).as("direct: %s", memory).isLessThan(8L << 20);
            assertThat(grown(memory, Memory::heap)).as("heap: %s", memory).isLessThan(8L << 20);
            assertThat(grown(memory, Memory::resident))
                    .as("resident: %s", memory)
                    .isLessThan(RESIDENT);
        }
    }

    /// So many that what one of them leaves behind shows.
    private static List<ServedCertificate> certificates() {
        return Stream.generate(() -> ServedEdge.certificate(ServedEdge.HOST, ServedEdge.LOCAL))
                .limit(20)
                .toList();
    }

    /// Bytes that are in use when what is not needed has been freed.
    ///
    /// @param direct   of Netty
    /// @param heap     of Java
    /// @param resident of the whole process, with what BoringSSL has
    private record Memory(long direct, long heap, long resident) {
        static Memory now() {
            System.gc();
            long direct = ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider allocator
                    ? allocator.metric().usedDirectMemory()
                    : 0;
            long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            return new Memory(direct, heap, vmRss());
        }

        private static long vmRss() {
            try (Stream<String> status = Files.lines(Path.of("/proc/self/status"))) {
                return status.filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                        .findFirst()
                        .orElseThrow();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// From the second fifth, when all is warm, to the last: by how much the least at the end is more than the most
    /// early.
    private static long grown(List<Memory> memory, ToLongFunction<Memory> part) {
        int fifth = Math.max(1, memory.size() / 5);
        long early =
                memory.subList(fifth, 2 * fifth).stream().mapToLong(part).max().orElseThrow();
        long late = memory.subList(memory.size() - fifth, memory.size()).stream()
                .mapToLong(part)
                .min()
                .orElseThrow();
        return late - early;
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
