package io.redoubt.cli;

import io.redoubt.assembly.Difference;
import io.redoubt.assembly.PolicyDiff;
import io.redoubt.cli.output.ExitStatus;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `redoubt policy diff BEFORE [AFTER]`: what changes, key by key.
@Command(
        name = "diff",
        description = "Print what changes from one policy to another, key by key.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  redoubt policy diff old.yaml                    from old.yaml to redoubt.yaml",
            "  redoubt policy diff old.yaml new.yaml --env production"
        })
final class PolicyDiffCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "BEFORE", description = "a policy file")
    private @Nullable Path before;

    @Parameters(index = "1", arity = "0..1", paramLabel = "AFTER", description = "another one (default: --policy)")
    private @Nullable Path after;

    private final PolicySource source;
    private final PrintStream out;

    PolicyDiffCommand(PolicySource source, PrintStream out) {
        this.source = source;
        this.out = out;
    }

    @Override
    public Integer call() {
        Path from = Optional.ofNullable(before).orElseThrow();
        Path to = Optional.ofNullable(after).orElse(source.path());
        List<Difference> differences = PolicyDiff.between(
                source.file(from).load(source.environment()), source.file(to).load(source.environment()));
        differences.forEach(out::println);
        if (differences.isEmpty()) {
            out.println("no difference");
        }
        return ExitStatus.SOUND.code();
    }
}
