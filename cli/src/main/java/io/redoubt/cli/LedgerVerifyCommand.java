package io.redoubt.cli;

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
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `redoubt ledger verify`: nothing was altered, and as far as a checkpoint from elsewhere reaches, nothing was cut
/// off.
@Command(
        name = "verify",
        description = "Check every entry, the tree over them and its signed checkpoints.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Only a checkpoint that was kept elsewhere shows that nothing was cut off at the end:",
            "  redoubt ledger verify --against checkpoints.txt"
        })
final class LedgerVerifyCommand implements Callable<Integer> {

    @Option(
            names = "--against",
            paramLabel = "FILE",
            description = "checkpoints that were kept elsewhere, each followed by an empty line")
    private @Nullable Path against;

    private final AtInstance at;

    LedgerVerifyCommand(AtInstance at) {
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
