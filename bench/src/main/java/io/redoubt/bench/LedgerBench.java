package io.redoubt.bench;

import io.redoubt.ledger.Audit;
import io.redoubt.ledger.Ed25519Signer;
import io.redoubt.ledger.Event;
import io.redoubt.ledger.Json;
import io.redoubt.ledger.Ledger;
import io.redoubt.ledger.LedgerOptions;
import io.redoubt.ledger.LedgerStream;
import io.redoubt.ledger.Signer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Appends to a ledger by its public API: a lone caller, and 256 that each await their own acknowledgement, next to
/// what fdatasync takes on the same disk at that time; then audits a million entries. Takes a directory, or makes one.
public final class LedgerBench {

    private static final int CALLERS = 256;
    private static final int EACH = 4_000;
    private static final int LONE = 2_000;
    private static final int FORCES = 1_000;
    private static final int AUDITED = 1_000_000;
    private static final int TOGETHER = 2_000;
    private static final int ENTRY_BYTES = 200;

    private LedgerBench() {}

    public static void main(String... arguments) throws IOException, InterruptedException {
        PrintStream out = System.out;
        Path directory = arguments.length > 0
                ? Files.createDirectories(Path.of(arguments[0]))
                : Files.createTempDirectory("redoubt-ledger-bench");
        out.printf(
                "%s, %s, entries of %d bytes%n",
                directory, Files.getFileStore(directory).type(), ENTRY_BYTES);
        try {
            try (Ledger ledger = open(directory)) {
                lone(ledger, LONE);
                long force = printForces(out, directory);
                long[] lone = lone(ledger, LONE);
                print(out, "one caller", lone);
                // Before and after, as a disk's mood changes.
                double forces = (force + printForces(out, directory)) / 2.0;
                out.printf("one caller: %.2f x fdatasync, by their medians%n", median(lone) / forces);
                manyCallers(ledger, EACH / 4);
                printForces(out, directory);
                long start = System.nanoTime();
                long[] latencies = manyCallers(ledger, EACH);
                long nanos = System.nanoTime() - start;
                print(out, CALLERS + " callers", latencies);
                out.printf("%d callers: %,.0f entries/s%n", CALLERS, latencies.length * 1e9 / nanos);
                printForces(out, directory);
                fill(ledger);
                audit(out, ledger);
            }
        } finally {
            delete(directory);
        }
    }

    private static Ledger open(Path directory) {
        byte[] seed = HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
        byte[] publicKey = HexFormat.of().parseHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        Signer signer = Ed25519Signer.of(seed, publicKey);
        return Ledger.open(
                directory, LedgerStream.ACCESS, signer, InstantSource.system(), LedgerOptions.named("bench/node"));
    }

    /// An entry of the size that a secret's read has.
    private static Event event(long number) {
        String id = String.format("evt_%012d", number);
        Map<String, Json> details = Map.of("path", Json.of("prod/database/password/x"), "version", Json.of(12));
        return new Event(id, Instant.EPOCH, "secret.read", "user:kimberley", "secret:prod/database/main", details);
    }

    private static long[] lone(Ledger ledger, int count) {
        long[] latencies = new long[count];
        for (int i = 0; i < count; i++) {
            Event event = event(i);
            long start = System.nanoTime();
            ledger.append(event);
            latencies[i] = System.nanoTime() - start;
        }
        return latencies;
    }

    private static long[] manyCallers(Ledger ledger, int each) throws InterruptedException {
        long[] latencies = new long[CALLERS * each];
        List<Thread> callers = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
            int first = caller * each;
            callers.add(Thread.ofVirtual().start(() -> {
                for (int i = first; i < first + each; i++) {
                    long start = System.nanoTime();
                    ledger.append(event(i));
                    latencies[i] = System.nanoTime() - start;
                }
            }));
        }
        for (Thread caller : callers) {
            caller.join();
        }
        return latencies;
    }

    private static void fill(Ledger ledger) {
        while (ledger.checkpoint().size() < AUDITED) {
            List<Event> events = new ArrayList<>();
            for (int i = 0; i < TOGETHER; i++) {
                events.add(event(i));
            }
            ledger.append(events);
        }
    }

    private static void audit(PrintStream out, Ledger ledger) {
        long start = System.nanoTime();
        Audit audit = ledger.verify(List.of(ledger.checkpoint()));
        double seconds = (System.nanoTime() - start) / 1e9;
        out.printf(
                "audit of %,d entries: %.1f s, %s%n",
                audit.size(), seconds, audit.intact() ? "intact" : audit.findings());
    }

    /// What a file that grows by an entry takes to be forced.
    ///
    /// @return the median, in nanoseconds
    private static long printForces(PrintStream out, Path directory) throws IOException {
        long[] nanos = new long[FORCES];
        Path file = directory.resolve("force");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int i = 0; i < FORCES; i++) {
                channel.write(ByteBuffer.allocate(ENTRY_BYTES));
                long start = System.nanoTime();
                channel.force(false);
                nanos[i] = System.nanoTime() - start;
            }
        }
        Files.delete(file);
        print(out, "fdatasync", nanos);
        return median(nanos);
    }

    /// Of sorted values.
    private static long median(long[] nanos) {
        return nanos[nanos.length / 2];
    }

    private static void print(PrintStream out, String what, long[] nanos) {
        Arrays.sort(nanos);
        out.printf(
                "%s: median %.2f ms, p99 %.2f ms%n",
                what, median(nanos) / 1e6, nanos[(int) (nanos.length * 0.99)] / 1e6);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files.sorted((a, b) -> b.compareTo(a))::iterator) {
                Files.delete(file);
            }
        }
    }
}
