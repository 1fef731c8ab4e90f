package io.redoubt.cli;

import io.redoubt.assembly.PolicySchema;
import io.redoubt.cli.output.ExitStatus;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `redoubt policy schema`: what an editor needs to complete and check it.
@Command(
        name = "schema",
        description = "Print the policy file's JSON Schema, for editors.",
        mixinStandardHelpOptions = true)
final class PolicySchemaCommand implements Callable<Integer> {

    private final PrintStream out;

    PolicySchemaCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() {
        out.print(PolicySchema.text());
        return ExitStatus.SOUND.code();
    }
}
