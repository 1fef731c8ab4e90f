package io.redoubt.cli;

import io.redoubt.assembly.Instance;
import io.redoubt.cli.output.ExitStatus;
import io.redoubt.cli.output.Visible;
import io.redoubt.ledger.Audit;
import io.redoubt.ledger.Checkpoint;
import io.redoubt.ledger.FileWitness;
import io.redoubt.ledger.LedgerStream;
import io.redoubt.policy.Problem;
import io.redoubt.policy.ProblemException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `redoubt ledger …`: what happened, and the proof of it.
@Command(
        name = "ledger",
        description = "The tamper-evident ledger: verify, export.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true)
final class LedgerCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Surroundings surroundings;

    private LedgerCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    static CommandLine line(Surroundings surroundings, CommonOptions options) {
        AtInstance at = new AtInstance(surroundings, options);
        return new CommandLine(new LedgerCommand(surroundings))
                .addSubcommand("verify", new Verify(at))
                .addSubcommand("export", new Export(at));
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(surroundings.err());
        return ExitStatus.USAGE.code();
    }

    @Command(
            name = "verify",
            description = "Check every entry, the tree over them and its signed checkpoints.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Only a checkpoint that was kept elsewhere shows that nothing was cut off at the end:",
                "  redoubt ledger verify --against checkpoints.txt"
            })
    private static final class Verify implements Callable<Integer> {

        @Option(
                names = "--against",
                paramLabel = "FILE",
                description = "checkpoints that were kept elsewhere, each followed by an empty line")
        private @Nullable Path against;

        private final AtInstance at;

        Verify(AtInstance at) {
            this.at = at;
        }

        @Override
        public Integer call() throws InterruptedException {
            return at.run((_, instance) -> {
                List<Checkpoint> elsewhere = elsewhere();
                boolean intact = true;
                for (LedgerStream stream : LedgerStream.values()) {
                    String origin = instance.ledger(stream).key().name();
                    List<Checkpoint> its = elsewhere.stream()
                            .filter(checkpoint -> checkpoint.origin().equals(origin))
                            .toList();
                    Audit audit = instance.ledger(stream).verify(its);
                    print(stream, audit);
                    intact &= audit.intact();
                }
                return (intact ? ExitStatus.SOUND : ExitStatus.FAILED).code();
            });
        }

        private List<Checkpoint> elsewhere() {
            if (against == null) {
                return List.of();
            }
            Path file = at.surroundings().directory().resolve(against);
            try {
                List<Checkpoint> checkpoints = new FileWitness(file).checkpoints();
                if (!checkpoints.isEmpty()) {
                    return checkpoints;
                }
            } catch (IOException e) {
                throw new ProblemException(
                        Problem.of("can't read " + against + " (" + e.getClass().getSimpleName() + ")", "check it"));
            }
            throw new ProblemException(Problem.of(
                    "there is no checkpoint in " + against, "name a file that `ledger export` or a witness wrote"));
        }

        private void print(LedgerStream stream, Audit audit) {
            PrintStream out = at.out();
            String tail = switch (audit.tail()) {
                case Audit.Tail.Proven() -> "seen elsewhere to its end";
                case Audit.Tail.Unproven(long from) ->
                    from == 0 ? "tail unproven: no checkpoint from elsewhere" : "tail unproven from entry " + from;
            };
            out.println("%s: %d entries, %s; %s"
                    .formatted(
                            stream.directory(),
                            audit.size(),
                            audit.intact() ? "intact" : audit.findings().size() + " findings",
                            tail));
            audit.findings().forEach(finding -> out.println("  " + Visible.of(finding.toString())));
        }
    }

    @Command(
            name = "export",
            description =
                    "Write both streams as C2SP tlog-tiles, each with its checkpoint and the key that verifies it.",
            mixinStandardHelpOptions = true)
    private static final class Export implements Callable<Integer> {

        @Parameters(paramLabel = "DIRECTORY", description = "empty, or not there yet")
        private @Nullable Path directory;

        private final AtInstance at;

        Export(AtInstance at) {
            this.at = at;
        }

        @Override
        public Integer call() throws InterruptedException {
            return at.run((_, instance) -> {
                Path target = at.surroundings().directory().resolve(String.valueOf(directory));
                for (LedgerStream stream : LedgerStream.values()) {
                    export(instance, stream, target.resolve(stream.directory()));
                }
                return ExitStatus.SOUND.code();
            });
        }

        private void export(Instance instance, LedgerStream stream, Path target) {
            Checkpoint checkpoint = instance.ledger(stream).export(target);
            at.out().println("%s: %d entries in %s".formatted(stream.directory(), checkpoint.size(), target));
            at.out().println("  key: " + instance.ledger(stream).key());
        }
    }
}
