package io.redoubt.bench;

import io.redoubt.assembly.Announced;
import io.redoubt.assembly.Assembly;
import io.redoubt.assembly.Instance;
import io.redoubt.assembly.InstancePlace;
import io.redoubt.assembly.Policy;
import io.redoubt.assembly.PolicyFile;
import io.redoubt.assembly.ProcessReferences;
import io.redoubt.assembly.Scope;
import io.redoubt.assembly.StorePlace;
import io.redoubt.cli.Main;
import io.redoubt.control.Assessment;
import io.redoubt.control.Control;
import io.redoubt.control.ControlId;
import io.redoubt.control.Deviation;
import io.redoubt.control.Posture;
import io.redoubt.control.PostureHistory;
import io.redoubt.control.PostureHistory.RoundScope;
import io.redoubt.control.Severity;
import io.redoubt.control.Standing;
import io.redoubt.control.Subject;
import io.redoubt.control.Vantage;
import io.redoubt.control.Verdict;
import io.redoubt.store.KeyFile;
import io.redoubt.wire.Resolver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// `status` over a history of 10,000 controls and subjects, five rounds of each: the read of the posture, the whole
/// command in a warm process, and, by `bench/cold-start.sh`, a process of its own. Takes a directory, which it fills
/// and leaves, or makes one.
public final class StatusBench {

    private static final int ENDPOINTS = 1_112;
    private static final int ROUNDS = 5;
    private static final int TIMES = 50;
    private static final int MOST_TURNS = 20;

    private final PrintStream out;
    private final Path directory;

    private StatusBench(PrintStream out, Path directory) {
        this.out = out;
        this.directory = directory;
    }

    public static void main(String... arguments) throws IOException {
        boolean kept = arguments.length > 0;
        Path directory = kept
                ? Files.createDirectories(Path.of(arguments[0]))
                : Files.createTempDirectory("redoubt-status-bench");
        StatusBench bench = new StatusBench(System.out, directory.toAbsolutePath());
        try {
            bench.fill();
            if (!kept) {
                bench.read();
                bench.command();
            }
        } finally {
            if (!kept) {
                delete(directory);
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private int run(PrintStream shown, String... command) {
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(List.of(
                "--policy", directory.resolve("redoubt.yaml").toString(),
                "--data", directory.resolve("data").toString(),
                "--key-file", directory.resolve("root.key").toString()));
        return Main.run(words.toArray(String[]::new), shown, shown);
    }

    private Policy policy() {
        return new PolicyFile(
                        directory,
                        directory.resolve("redoubt.yaml"),
                        new ProcessReferences(Map.of(), directory),
                        Announced.ids().stream().map(ControlId::value).collect(Collectors.toSet()),
                        InstantSource.system())
                .load(Optional.empty());
    }

    private Instance open() {
        SecureRandom random = new SecureRandom();
        KeyFile key = new KeyFile(directory.resolve("root.key"), random);
        return Instance.open(
                new InstancePlace("shop", directory.resolve("data"), key, new StorePlace.InDirectory()),
                InstantSource.system(),
                random);
    }

    private void fill() throws IOException {
        String endpoints = IntStream.range(0, ENDPOINTS)
                .mapToObj(i -> "    - https://shop-%d.example.com\n".formatted(i))
                .collect(Collectors.joining());
        Files.writeString(
                directory.resolve("redoubt.yaml"),
                "redoubt: 1\nservice: shop\ntls:\n  endpoints:\n" + endpoints,
                StandardCharsets.UTF_8);
        run(out, "init");
        Policy policy = policy();
        try (Instance instance = open()) {
            List<Control<?>> controls = scope(policy, instance).controls();
            Instant now = Instant.now();
            int recorded = 0;
            for (int round = 0; round < ROUNDS; round++) {
                Instant at = now.minus(Duration.ofMinutes(10L * (ROUNDS - round)));
                recorded = instance.posture()
                        .record(
                                round(controls, round, at),
                                new RoundScope(controls, Set.of(Vantage.values()), _ -> true),
                                policy.digest(),
                                "user:bench",
                                at);
            }
            out.printf("%d rounds of %,d verdicts recorded%n", ROUNDS, recorded);
        }
    }

    private Scope scope(Policy policy, Instance instance) {
        Assembly assembly = new Assembly(
                Resolver.system(), new ProcessReferences(Map.of(), directory), List.of(), InstantSource.system());
        return assembly.ofPolicy(policy, instance);
    }

    /// Every tenth turns each time.
    private static List<Assessment> round(List<Control<?>> controls, int round, Instant at) {
        Verdict pass = new Verdict.Pass("TLS 1.3 alone, X25519MLKEM768");
        Verdict fail = new Verdict.Fail(
                List.of(new Deviation(Severity.MEDIUM, "TLS 1.2 is accepted", "TLS 1.3", "TLS 1.2", "allow only 1.3")));
        List<Assessment> assessments = new ArrayList<>();
        for (Control<?> control : controls) {
            for (Subject subject : control.subjects()) {
                boolean turned = assessments.size() % 10 == 0 && round % 2 == 1;
                assessments.add(new Assessment(control.row(), subject, turned ? fail : pass, at, Duration.ZERO, null));
            }
        }
        return assessments;
    }

    private void read() {
        Policy policy = policy();
        try (Instance instance = open()) {
            List<Control<?>> controls = scope(policy, instance).controls();
            PostureHistory history = instance.posture();
            times("the read: standings, posture, turns of a day", () -> {
                Instant now = Instant.now();
                history.catchUp();
                List<Standing> standings = history.standings();
                Posture.of(controls, standings, scope(policy, instance).waivers(), policy.checks()::every, now);
                history.newestTurns(standings, now.minus(Duration.ofDays(1)), MOST_TURNS);
            });
        }
    }

    private void command() {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        times("the whole command in this process", () -> {
            shown.reset();
            run(new PrintStream(shown, true, StandardCharsets.UTF_8), "status");
        });
        out.printf("it prints %,d bytes%n", shown.size());
    }

    private void times(String what, Runnable work) {
        long[] nanos = new long[TIMES];
        for (int i = 0; i < TIMES; i++) {
            long start = System.nanoTime();
            work.run();
            nanos[i] = System.nanoTime() - start;
        }
        long first = nanos[0];
        Arrays.sort(nanos);
        out.printf(
                "%-48s first %,8.2f ms   median %,8.2f ms   p99 %,8.2f ms%n",
                what, first / 1e6, nanos[TIMES / 2] / 1e6, nanos[TIMES * 99 / 100] / 1e6);
    }
}
