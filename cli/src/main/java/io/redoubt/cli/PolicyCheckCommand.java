package io.redoubt.cli;

import io.redoubt.assembly.Policy;
import io.redoubt.cli.output.ExitStatus;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `redoubt policy check`: every problem of the policy, with its place and its mend.
@Command(
        name = "check",
        description = "Read the policy and name every problem; without --env, with each overlay in turn.",
        mixinStandardHelpOptions = true)
final class PolicyCheckCommand implements Callable<Integer> {

    private final PolicySource source;
    private final PrintStream out;

    PolicyCheckCommand(PolicySource source, PrintStream out) {
        this.source = source;
        this.out = out;
    }

    @Override
    public Integer call() {
        List<Policy> policies = source.environment().isPresent()
                ? List.of(source.load())
                : source.file().check();
        for (Policy policy : policies) {
            String overlay = policy.environment().map(name -> " --env " + name).orElse("");
            out.println(source.path() + overlay + ": no problem (sha256:" + policy.digest() + ")");
        }
        return ExitStatus.SOUND.code();
    }
}
