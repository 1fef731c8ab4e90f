package io.redoubt.assembly;

import io.redoubt.ledger.Checkpoint;
import io.redoubt.ledger.FileWitness;
import io.redoubt.ledger.HttpWitness;
import io.redoubt.ledger.Ledger;
import io.redoubt.ledger.LedgerException;
import io.redoubt.ledger.SyslogWitness;
import io.redoubt.ledger.Witness;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/// Those that a policy names to keep checkpoints of the ledger. They are asked side by side, and none holds anything up
/// for longer than a bounded time.
public final class Witnesses {

    /// For one question and its answer.
    private static final Duration ANSWER = Duration.ofSeconds(3);

    /// For all that one of them is asked at once; twice this is less than a look may take.
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final List<Witness> witnesses;

    private Witnesses(List<Witness> witnesses) {
        this.witnesses = List.copyOf(witnesses);
    }

    public static Witnesses none() {
        return new Witnesses(List.of());
    }

    /// @param roots PEM files with roots to trust beside the system's
    public static Witnesses of(Policy policy, List<Path> roots, InstantSource clock) {
        List<Witness> witnesses = new ArrayList<>();
        for (WitnessTarget target : policy.ledger().map(LedgerPolicy::witnesses).orElse(List.of())) {
            witnesses.add(
                    switch (target) {
                        case WitnessTarget.File(String path) -> new FileWitness(Path.of(path));
                        case WitnessTarget.Http http -> http(http, roots);
                        case WitnessTarget.Syslog(String host, int port) ->
                            new SyslogWitness(host.replaceAll("[\\[\\]]", ""), port, ANSWER, clock);
                    });
        }
        return new Witnesses(witnesses);
    }

    private static Witness http(WitnessTarget.Http http, List<Path> roots) {
        SSLContext trust = WitnessTrust.of(roots);
        return new HttpWitness(http.url(), trust, ANSWER);
    }

    /// What a witness could not do.
    public record Trouble(String witness, String why) {
        @Override
        public String toString() {
            return "witness " + witness + ": " + why;
        }
    }

    /// @param checkpoints that they keep, of one origin
    /// @param troubles    of those that did not answer
    record Recalled(List<Checkpoint> checkpoints, List<Trouble> troubles) {}

    @FunctionalInterface
    private interface Question<T> {
        T ask(Witness witness) throws IOException;
    }

    /// Hands the newest checkpoint of each stream to each witness that does not have it.
    ///
    /// @return those that could not take it
    public List<Trouble> publish(List<Ledger> streams) {
        List<Trouble> troubles = new ArrayList<>();
        ask(
                witness -> {
                    for (Ledger stream : streams) {
                        stream.publish(witness);
                    }
                    return List.<Checkpoint>of();
                },
                troubles);
        return troubles;
    }

    Recalled recall(String origin) {
        List<Trouble> troubles = new ArrayList<>();
        List<Checkpoint> checkpoints = ask(witness -> witness.recall(origin).orElse(List.of()), troubles).stream()
                .flatMap(List::stream)
                .distinct()
                .toList();
        return new Recalled(checkpoints, troubles);
    }

    private <T> List<T> ask(Question<T> question, List<Trouble> troubles) {
        record Asked<T>(String name, FutureTask<T> answer) {}
        List<Asked<T>> all = new ArrayList<>();
        for (Witness witness : witnesses) {
            FutureTask<T> answer = new FutureTask<>(() -> question.ask(witness));
            // A mount that hangs holds its thread for as long as it likes.
            Thread.ofPlatform().daemon().name("witness " + witness.name()).start(answer);
            all.add(new Asked<>(witness.name(), answer));
        }
        List<T> answers = new ArrayList<>();
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (Asked<T> asked : all) {
            try {
                answers.add(asked.answer().get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS));
            } catch (ExecutionException e) {
                troubles.add(new Trouble(asked.name(), why(e)));
            } catch (TimeoutException _) {
                troubles.add(new Trouble(asked.name(), "no answer within " + PATIENCE.toSeconds() + " s"));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                troubles.add(new Trouble(asked.name(), "interrupted"));
            }
        }
        return answers;
    }

    private static String why(ExecutionException e) {
        return switch (e.getCause()) {
            case IOException cause when cause.getMessage() != null -> cause.getMessage();
            case LedgerException cause when cause.getMessage() != null -> cause.getMessage();
            case Throwable cause -> cause.toString();
            case null -> e.toString();
        };
    }
}
