package io.redoubt.cli;

import io.redoubt.cli.output.ExitStatus;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `redoubt policy show`: the policy with every default.
@Command(
        name = "show",
        description = "Print the policy with every default, and where each value comes from.",
        mixinStandardHelpOptions = true)
final class PolicyShowCommand implements Callable<Integer> {

    private final PolicySource source;
    private final PrintStream out;

    PolicyShowCommand(PolicySource source, PrintStream out) {
        this.source = source;
        this.out = out;
    }

    @Override
    public Integer call() {
        out.print(source.load().show());
        return ExitStatus.SOUND.code();
    }
}
