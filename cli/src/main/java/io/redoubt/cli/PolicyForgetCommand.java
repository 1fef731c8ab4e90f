package io.redoubt.cli;

import io.redoubt.cli.output.ExitStatus;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `redoubt policy forget NODE`: a node that is gone for good is not waited for any more.
@Command(
        name = "forget",
        description = "Say that a node is gone for good, so that policy.converged does not ask for it.",
        mixinStandardHelpOptions = true,
        footer = {"", "Who said so stands in the ledger. A node that goes on is refused."})
final class PolicyForgetCommand implements Callable<Integer> {

    @Parameters(paramLabel = "NODE", description = "as policy.converged names it")
    private @Nullable String node;

    private final AtInstance at;

    PolicyForgetCommand(AtInstance at) {
        this.at = at;
    }

    @Override
    public Integer call() throws InterruptedException {
        return at.run((_, instance) -> {
            instance.policies().forget(String.valueOf(node), at.actor());
            at.out().println("node " + node + " is forgotten; that it is, is recorded");
            return ExitStatus.SOUND.code();
        });
    }
}
