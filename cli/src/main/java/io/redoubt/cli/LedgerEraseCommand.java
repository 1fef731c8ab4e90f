package io.redoubt.cli;

import io.redoubt.cli.output.ExitStatus;
import io.redoubt.policy.Problem;
import io.redoubt.policy.ProblemException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `redoubt ledger erase COMMITMENT`: personal data goes, and every proof stays.
@Command(
        name = "erase",
        description = "Erase what a commitment in the ledger stands for.",
        mixinStandardHelpOptions = true,
        footer = {"", "Backups that were made before still hold it, sealed, until they are deleted."})
final class LedgerEraseCommand implements Callable<Integer> {

    @Parameters(paramLabel = "COMMITMENT", description = "as the entry has it: hmac-sha256:…")
    private @Nullable String commitment;

    private final AtInstance at;

    LedgerEraseCommand(AtInstance at) {
        this.at = at;
    }

    @Override
    public Integer call() throws InterruptedException {
        return at.run((_, instance) -> {
            String named = String.valueOf(commitment);
            if (!instance.erase(named, at.actor())) {
                throw new ProblemException(Problem.of(
                        "nothing is kept for this commitment", "it was erased before, or is written otherwise"));
            }
            at.out().println("erased; that it was is recorded");
            return ExitStatus.SOUND.code();
        });
    }
}
