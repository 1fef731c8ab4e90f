package io.redoubt.bench;

import io.redoubt.store.DataDirectory;
import io.redoubt.store.KeyFile;
import io.redoubt.store.Posture.Observation;
import io.redoubt.store.RootKey;
import io.redoubt.store.SecretBytes;
import io.redoubt.store.SecretPath;
import io.redoubt.store.Store;
import io.redoubt.store.VersionRecorder;
import io.redoubt.store.barrier.Cell;
import io.redoubt.store.barrier.CellKey;
import io.redoubt.store.barrier.Neighbours;
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
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/// Seals and opens single values, and reads and writes secrets by key in a store on SQLite. Takes a directory, or makes
/// one.
public final class SealBench {

    private static final int SECRETS = 10_000;
    private static final int STANDINGS = 10_000;
    private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");

    private SealBench() {}

    public static void main(String... arguments) throws IOException {
        Path directory = arguments.length > 0
                ? Files.createDirectories(Path.of(arguments[0]))
                : Files.createTempDirectory("redoubt-seal-bench");
        try {
            values(System.out);
            store(System.out, directory);
        } finally {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void values(PrintStream out) {
        CellKey key = CellKey.ofRoot(RootKey.generate(new SecureRandom()));
        Cell cell = new Cell(
                "secret_value",
                List.of("sec_1", "1"),
                "value",
                Neighbours.of(new TreeMap<>(Map.of("created_at", "1"))));
        for (int size : new int[] {32, 1024, 65_536}) {
            byte[] value = new byte[size];
            byte[] sealed = key.seal(cell, 1, value);
            median(out, "seal " + size + " bytes", 50_000, _ -> key.seal(cell, 1, value));
            median(out, "open " + size + " bytes", 50_000, _ -> key.open(cell, 1, sealed));
        }
    }

    private static void store(PrintStream out, Path directory) {
        SecureRandom random = new SecureRandom();
        try (DataDirectory data = DataDirectory.openOrCreate(directory.resolve("shop"));
                Store store = Store.open(
                        data,
                        new KeyFile(directory.resolve("root.key"), random),
                        VersionRecorder.none(),
                        InstantSource.system(),
                        random)) {
            store.inTransaction(t -> {
                for (int i = 0; i < SECRETS; i++) {
                    t.secrets().put(path(i), SecretBytes.ofUtf8("value of " + i), 0, NOW);
                }
                for (int i = 0; i < STANDINGS; i++) {
                    t.posture()
                            .apply(new Observation(
                                    "tls.renewal",
                                    "https://" + i + ".example.com",
                                    "wire",
                                    "PASS",
                                    NOW,
                                    SecretBytes.ofUtf8("ends in 60 days"),
                                    "web-1",
                                    i));
                }
                return null;
            });
            median(
                    out,
                    "read a secret by key, of " + SECRETS,
                    20_000,
                    i -> store.read(t -> t.secrets().read(path(i % SECRETS))));
            median(
                    out,
                    "write a secret, forced to the disk",
                    500,
                    i -> store.inTransaction(
                            t -> t.secrets().put(path(SECRETS + i), SecretBytes.ofUtf8("value"), 0, NOW)));
            median(
                    out,
                    "read a posture of " + STANDINGS,
                    50,
                    _ -> store.read(t -> t.posture().all()));
        }
    }

    private static SecretPath path(int number) {
        return SecretPath.parse("prod/service-" + number % 100 + "/key-" + number);
    }

    private static void median(PrintStream out, String what, int times, IntConsumer work) {
        long[] nanos = new long[times];
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            work.accept(i);
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        out.printf(
                "%-36s median %,10.1f µs   p99 %,10.1f µs%n",
                what, nanos[times / 2] / 1000.0, nanos[times * 99 / 100] / 1000.0);
    }
}
