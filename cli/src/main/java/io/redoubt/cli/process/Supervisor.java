package io.redoubt.cli.process;

import io.redoubt.cli.output.Visible;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Keeps processes running until it is told to stop. One that ends is started again, alone: the others go on.
public final class Supervisor implements AutoCloseable {

    private static final int LONGEST_LINE = 400;

    /// How long what a process said before it ended may take to be heard.
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final InstantSource clock;
    private final Consumer<String> log;
    private final List<Child> children = new ArrayList<>();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CompletableFuture<Integer> refusal = new CompletableFuture<>();

    /// @param log where a line goes when something ended that should not have
    public Supervisor(InstantSource clock, Consumer<String> log) {
        this.clock = clock;
        this.log = log;
    }

    /// What is to run.
    ///
    /// @param word     what it reads on standard input, once that is known; asked for at each start
    /// @param voice    where what it says goes
    /// @param patience how long it may take to end once it is told to
    /// @param ending   how it is told
    public record Program(
            String name,
            List<String> command,
            Map<String, String> environment,
            Supplier<CompletionStage<String>> word,
            Voice voice,
            Duration patience,
            Ending ending) {

        public Program {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
        }

        /// One of ours.
        public Program(
                String name,
                List<String> command,
                Map<String, String> environment,
                Supplier<CompletionStage<String>> word,
                Duration patience,
                Ending ending) {
            this(name, command, environment, word, Voice.OURS, patience, ending);
        }

        /// One that waits for no word.
        public Program(
                String name, List<String> command, Map<String, String> environment, Duration patience, Ending ending) {
            this(name, command, environment, () -> CompletableFuture.completedStage(""), patience, ending);
        }
    }

    /// Where what a process says goes.
    public enum Voice {
        /// Where this process says what it says.
        OURS,
        /// Line by line into this process's log: no terminal is open to it.
        LOGGED
    }

    /// How a process learns that it is to end.
    public enum Ending {
        /// SIGTERM.
        SIGNAL,
        /// The end of its standard input: no signal gets past the first process of a namespace.
        END_OF_INPUT
    }

    /// One program, and the process that runs it now.
    private final class Child {
        private final Program program;
        private @Nullable Process process;
        private @Nullable Thread hearing;

        Child(Program program) {
            this.program = program;
        }

        void keepRunning() {
            Backoff backoff = Backoff.NONE;
            boolean first = true;
            try {
                while (!stopping.await(backoff.next().toMillis(), TimeUnit.MILLISECONDS)) {
                    Instant begun = clock.instant();
                    int status = run();
                    if (stopping.getCount() == 0) {
                        return;
                    }
                    if (first && (status == 2 || status == 3)) {
                        refusal.complete(status);
                        return;
                    }
                    first = false;
                    backoff = backoff.after(Duration.between(begun, clock.instant()));
                    log.accept("%s ended with status %d, and is started again".formatted(program.name(), status));
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        private int run() throws InterruptedException {
            try {
                ProcessBuilder builder = new ProcessBuilder(program.command());
                switch (program.voice()) {
                    case OURS -> builder.redirectOutput(Redirect.INHERIT).redirectError(Redirect.INHERIT);
                    case LOGGED -> builder.redirectErrorStream(true);
                }
                builder.environment().clear();
                builder.environment().putAll(program.environment());
                Process started;
                synchronized (this) {
                    if (stopping.getCount() == 0) {
                        return 0;
                    }
                    started = builder.start();
                    process = started;
                    if (program.voice() == Voice.LOGGED) {
                        hearing = Thread.ofPlatform()
                                .daemon()
                                .name("hear " + program.name())
                                .start(() -> hear(started));
                    }
                }
                program.word().get().thenAccept(word -> tell(started, word));
                return started.waitFor();
            } catch (IOException e) {
                log.accept("%s could not be started: %s".formatted(program.name(), e.getMessage()));
                return -1;
            }
        }

        /// Nothing that it says can pass for another line, or move a terminal's cursor.
        private void hear(Process started) {
            try (BufferedReader lines = started.inputReader(StandardCharsets.UTF_8)) {
                char[] line = new char[LONGEST_LINE];
                int length = 0;
                for (int c = lines.read(); c >= 0; c = lines.read()) {
                    if (c == '\n' || length == line.length) {
                        log.accept(program.name() + ": " + Visible.of(new String(line, 0, length)));
                        length = 0;
                    }
                    if (c != '\n') {
                        line[length++] = (char) c;
                    }
                }
                if (length > 0) {
                    log.accept(program.name() + ": " + Visible.of(new String(line, 0, length)));
                }
            } catch (IOException _) {
                // It has ended.
            }
        }

        private static void tell(Process started, String word) {
            try {
                OutputStream input = started.getOutputStream();
                input.write(word.getBytes(StandardCharsets.UTF_8));
                input.flush();
            } catch (IOException _) {
                // It has ended, and is started again.
            }
        }

        synchronized void end() {
            if (process == null) {
                return;
            }
            switch (program.ending()) {
                case SIGNAL -> process.destroy();
                case END_OF_INPUT -> {
                    try {
                        process.getOutputStream().close();
                    } catch (IOException _) {
                        process.destroy();
                    }
                }
            }
        }

        synchronized void insist(Instant until) throws InterruptedException {
            Duration left = Duration.between(clock.instant(), until);
            if (process != null && !process.waitFor(Math.max(0, left.toMillis()), TimeUnit.MILLISECONDS)) {
                log.accept(program.name() + " did not end in time, and was killed");
                process.destroyForcibly();
            }
            if (hearing != null) {
                hearing.join(LAST_WORDS);
            }
        }
    }

    /// Starts it, and keeps it running.
    public void start(Program program) {
        Child child = new Child(program);
        children.add(child);
        Thread.ofPlatform().daemon().name("supervise " + program.name()).start(child::keepRunning);
    }

    /// Waits until a program refuses to run at its very first start.
    ///
    /// @return its exit status
    public int awaitRefusal() throws InterruptedException {
        try {
            return refusal.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Ends the programs, the newest first, each in its own time.
    @Override
    public void close() {
        stopping.countDown();
        try {
            for (Child child : children.reversed()) {
                child.end();
                child.insist(clock.instant().plus(child.program.patience()));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
