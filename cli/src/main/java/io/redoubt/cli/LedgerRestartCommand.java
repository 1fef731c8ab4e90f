package io.redoubt.cli;

import io.redoubt.assembly.DamagedInstance;
import io.redoubt.assembly.Instance;
import io.redoubt.assembly.LedgerRestart;
import io.redoubt.assembly.Policy;
import io.redoubt.assembly.Witnesses;
import io.redoubt.cli.output.Count;
import io.redoubt.cli.output.ExitStatus;
import io.redoubt.ledger.Checkpoint;
import io.redoubt.policy.Problem;
import io.redoubt.policy.ProblemException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `redoubt ledger restart --acknowledge-loss`: a new beginning where the ledger is lost and no backup has it.
@Command(
        name = "restart",
        description = "Begin a ledger anew that is damaged or gone, where no backup has it.",
        mixinStandardHelpOptions = true,
        footer = {"", "What is left is kept aside. A stream that is whole goes on. Look for a backup first."})
final class LedgerRestartCommand implements Callable<Integer> {

    @Option(names = "--acknowledge-loss", description = "you answer for what is lost; the new ledger names you")
    private boolean acknowledged;

    @Option(
            names = "--against",
            paramLabel = "FILE",
            description = "checkpoints that were kept elsewhere: the new ledger names the newest as given up")
    private @Nullable Path against;

    private final AtInstance at;

    LedgerRestartCommand(AtInstance at) {
        this.at = at;
    }

    @Override
    public Integer call() {
        List<Checkpoint> elsewhere = KeptElsewhere.read(at, against);
        Policy policy = at.source().load();
        DamagedInstance damaged = at.damaged(policy)
                .orElseThrow(() ->
                        new ProblemException(Problem.of("the ledger is whole, and nothing is lost", "go on with it")));
        Witnesses witnesses = at.assembly().witnesses(policy);
        if (!acknowledged) {
            try (damaged) {
                LedgerText.print(damaged, witnesses, elsewhere, at.out());
                throw new ProblemException(Problem.of(
                        "what is lost stays lost; nothing was changed",
                        "look for a backup first; then --acknowledge-loss"));
            }
        }
        LedgerRestart.Restarted restarted = LedgerRestart.restart(
                damaged, elsewhere, witnesses, at.actor(), at.surroundings().clock());
        restarted
                .begun()
                .forEach((stream, known) -> at.out()
                        .println("%s begins anew; it is known to have had %s"
                                .formatted(stream.directory(), Count.entries(known))));
        at.out().println("epoch     " + restarted.epoch());
        at.out().println("before    is kept in " + restarted.aside());
        try (Instance instance = at.open(policy)) {
            instance.publishAnew(witnesses)
                    .forEach(trouble -> at.surroundings().err().println("warning: " + trouble));
        }
        return ExitStatus.SOUND.code();
    }
}
