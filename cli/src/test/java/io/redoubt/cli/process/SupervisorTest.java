package io.redoubt.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.cli.process.Supervisor.Ending;
import io.redoubt.cli.process.Supervisor.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SupervisorTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

    @TempDir
    private Path place;

    private Supervisor supervisor() {
        return new Supervisor(InstantSource.system(), said::add);
    }

    private static Program script(String name, String script, Duration patience, Ending ending) {
        return new Program(name, List.of("/bin/sh", "-c", script), Map.of("PATH", "/usr/bin:/bin"), patience, ending);
    }

    private String next() throws InterruptedException {
        return said.poll(30, TimeUnit.SECONDS);
    }

    /// No interrupt ends a loop that does nothing: a time-out of the test would not.
    private static void await(Path file) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.exists(file)) {
            assertThat(System.nanoTime() - end).as("no " + file).isNegative();
            Thread.onSpinWait();
        }
    }

    @Test
    void program_that_ends_is_started_again_alone() throws Exception {
        Path starts = place.resolve("starts");
        try (Supervisor supervisor = supervisor()) {
            supervisor.start(
                    script("short", "echo x >> " + starts + "; exit 7", Duration.ofSeconds(1), Ending.END_OF_INPUT));
            supervisor.start(script("long", "cat", Duration.ofSeconds(5), Ending.END_OF_INPUT));
            assertThat(next()).isEqualTo("short ended with status 7, and is started again");
            assertThat(next()).isEqualTo("short ended with status 7, and is started again");
        }
        assertThat(Files.readAllLines(starts)).hasSizeGreaterThanOrEqualTo(2);
        assertThat(said).noneMatch(line -> line.startsWith("long"));
    }

    @Test
    void refusal_at_the_first_start_is_told_and_not_tried_again() throws Exception {
        try (Supervisor supervisor = supervisor()) {
            supervisor.start(script("core", "exit 2", Duration.ofSeconds(1), Ending.SIGNAL));
            assertThat(supervisor.awaitRefusal()).isEqualTo(2);
        }
        assertThat(said).isEmpty();
    }

    @Test
    void program_gets_its_word_once_that_is_known_and_at_each_start() throws Exception {
        Path heard = place.resolve("heard");
        CompletableFuture<String> word = new CompletableFuture<>();
        try (Supervisor supervisor = supervisor()) {
            supervisor.start(new Program(
                    "core",
                    List.of("/bin/sh", "-c", "read -r word; echo \"$word\" >> " + heard + "; exit 7"),
                    Map.of(),
                    () -> word,
                    Duration.ofSeconds(1),
                    Ending.SIGNAL));
            word.complete("FULL\n");
            assertThat(next()).startsWith("core ended with status 7");
            assertThat(next()).startsWith("core ended with status 7");
        }
        assertThat(Files.readAllLines(heard)).hasSizeGreaterThanOrEqualTo(2).containsOnly("FULL");
    }

    @Test
    void program_gets_another_word_at_a_later_start() throws Exception {
        Path heard = place.resolve("heard");
        AtomicInteger starts = new AtomicInteger();
        try (Supervisor supervisor = supervisor()) {
            supervisor.start(new Program(
                    "core",
                    List.of("/bin/sh", "-c", "read -r word; echo \"$word\" >> " + heard + "; exit 7"),
                    Map.of(),
                    () -> CompletableFuture.completedStage(starts.incrementAndGet() + "\n"),
                    Duration.ofSeconds(1),
                    Ending.SIGNAL));
            next();
            next();
        }
        assertThat(Files.readAllLines(heard)).startsWith("1", "2");
    }

    @Test
    void program_without_its_word_ends_with_its_supervisor() throws Exception {
        Path heard = place.resolve("heard");
        Path ready = place.resolve("ready");
        try (Supervisor supervisor = supervisor()) {
            supervisor.start(new Program(
                    "core",
                    List.of(
                            "/bin/sh",
                            "-c",
                            "trap '' TERM; echo x > %s; read -r word || echo none > %s".formatted(ready, heard)),
                    Map.of(),
                    CompletableFuture::new,
                    Duration.ofSeconds(20),
                    Ending.SIGNAL));
            await(ready);
        }
        assertThat(heard).hasContent("none");
        assertThat(said).isEmpty();
    }

    /// A terminal obeys what is written to it.
    @Test
    void what_a_program_says_that_is_not_trusted_is_logged_line_by_line_and_obeyed_by_no_terminal() throws Exception {
        try (Supervisor supervisor = supervisor()) {
            supervisor.start(new Program(
                    "edge",
                    List.of(
                            "/bin/sh",
                            "-c",
                            "printf 'one\\n\\033[2Jtwo\\n' >&2; head -c 500 /dev/zero | tr '\\0' x; cat"),
                    Map.of("PATH", "/usr/bin:/bin"),
                    () -> CompletableFuture.completedStage(""),
                    Supervisor.Voice.LOGGED,
                    Duration.ofSeconds(5),
                    Ending.END_OF_INPUT));
            assertThat(next()).isEqualTo("edge: one");
            assertThat(next()).isEqualTo("edge: \\x1b[2Jtwo");
            assertThat(next()).isEqualTo("edge: " + "x".repeat(400));
        }
        // Who hears it may be behind its end.
        assertThat(next()).isEqualTo("edge: " + "x".repeat(100));
        assertThat(said).isEmpty();
    }

    @Test
    void program_that_can_not_be_started_is_named() throws Exception {
        try (Supervisor supervisor = supervisor()) {
            supervisor.start(new Program(
                    "edge", List.of("/nowhere/java"), Map.of(), Duration.ofSeconds(1), Ending.END_OF_INPUT));
            assertThat(next()).startsWith("edge could not be started: ");
        }
    }

    @Test
    void program_that_does_not_end_in_time_is_killed() throws Exception {
        try (Supervisor supervisor = supervisor()) {
            Path ready = place.resolve("ready");
            supervisor.start(script(
                    "deaf",
                    "trap '' TERM; echo x > " + ready + "; while :; do read -r _ < /dev/zero; done",
                    Duration.ofMillis(200),
                    Ending.SIGNAL));
            await(ready);
        }
        assertThat(next()).isEqualTo("deaf did not end in time, and was killed");
    }

    @Test
    void wait_before_the_next_start_doubles_to_ten_seconds_and_ends_with_a_good_run() {
        Backoff backoff = Backoff.NONE;
        assertThat(backoff.next()).isZero();
        for (long expected : List.of(200L, 400L, 800L, 1_600L, 3_200L, 6_400L, 10_000L, 10_000L)) {
            backoff = backoff.after(Duration.ofMillis(5));
            assertThat(backoff.next()).isEqualTo(Duration.ofMillis(expected));
        }
        assertThat(backoff.after(Duration.ofSeconds(60)).next()).isZero();
    }
}
