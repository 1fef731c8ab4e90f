package io.redoubt.bench;

import io.redoubt.store.DataDirectory;
import io.redoubt.store.KeyFile;
import io.redoubt.store.Posture.Observation;
import io.redoubt.store.SecretBytes;
import io.redoubt.store.Store;
import io.redoubt.store.VersionRecorder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Applies the observations of 10,000 standings, each batch in one transaction, and reads posture and history, in a
/// store on SQLite. Takes a directory, or makes one.
public final class PostureBench {

    private static final int STANDINGS = 10_000;
    private static final int ROUNDS = 5;
    private static final int READS = 200;
    private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");
    private static final SecretBytes DETAIL = SecretBytes.ofUtf8("certificate ends in 60 days ".repeat(8));

    private PostureBench() {}

    public static void main(String... arguments) throws IOException {
        Path directory = arguments.length > 0
                ? Files.createDirectories(Path.of(arguments[0]))
                : Files.createTempDirectory("redoubt-posture-bench");
        SecureRandom random = new SecureRandom();
        try (DataDirectory data = DataDirectory.openOrCreate(directory.resolve("shop"));
                Store store = Store.open(
                        data,
                        new KeyFile(directory.resolve("root.key"), random),
                        VersionRecorder.none(),
                        InstantSource.system(),
                        random)) {
            applied(System.out, store);
            read(System.out, store);
        } finally {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void applied(PrintStream out, Store store) {
        for (int round = 0; round < ROUNDS; round++) {
            List<Observation> batch = batch(round);
            String what = round == 0 ? "new" : round % 2 == 0 ? "the same" : "turned";
            median(
                    out,
                    "apply " + STANDINGS + " in one transaction, " + what,
                    1,
                    () -> store.inTransaction(t -> {
                        batch.forEach(t.posture()::apply);
                        return null;
                    }));
        }
    }

    private static List<Observation> batch(int round) {
        return IntStream.range(0, STANDINGS)
                .mapToObj(i -> new Observation(
                        "tls.renewal",
                        "https://" + i + ".example.com",
                        "wire",
                        // Turned in the rounds 1 and 3.
                        round == 1 || round == 2 ? "FAIL" : "PASS",
                        NOW.plusSeconds(3600L * round),
                        DETAIL,
                        "web-1",
                        (long) round * STANDINGS + i))
                .toList();
    }

    private static void read(PrintStream out, Store store) {
        median(
                out,
                "read " + STANDINGS + " standings",
                READS,
                () -> store.read(t -> t.posture().all()));
        median(
                out,
                "read the turns of the last hour",
                READS,
                () -> store.read(t -> t.posture().turns(NOW.plusSeconds(3600L * 3))));
        median(
                out,
                "read the history of one standing",
                READS,
                () -> store.read(t -> t.posture().turns("tls.renewal", "https://77.example.com", "wire", 100)));
    }

    private static void median(PrintStream out, String what, int times, Runnable work) {
        long[] nanos = new long[times];
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            work.run();
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        out.printf(
                "%-48s median %,8.2f ms   p99 %,8.2f ms%n",
                what, nanos[times / 2] / 1e6, nanos[times * 99 / 100] / 1e6);
    }
}
