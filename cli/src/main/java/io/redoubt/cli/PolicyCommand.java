package io.redoubt.cli;

import io.redoubt.assembly.Difference;
import io.redoubt.assembly.Policy;
import io.redoubt.assembly.PolicyDiff;
import io.redoubt.assembly.PolicySchema;
import io.redoubt.cli.output.ExitStatus;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `redoubt policy …`: what the operator declared.
@Command(
        name = "policy",
        description = "The policy: check, show, schema, diff, activate.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true)
final class PolicyCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Surroundings surroundings;

    private PolicyCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    static CommandLine line(Surroundings surroundings, CommonOptions options) {
        PolicySource source = new PolicySource(surroundings, options);
        PrintStream out = surroundings.out();
        return new CommandLine(new PolicyCommand(surroundings))
                .addSubcommand("check", new Check(source, out))
                .addSubcommand("show", new Show(source, out))
                .addSubcommand("schema", new Schema(out))
                .addSubcommand("diff", new Diff(source, out))
                .addSubcommand("activate", new PolicyActivateCommand(new AtInstance(surroundings, options)));
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(surroundings.err());
        return ExitStatus.USAGE.code();
    }

    @Command(
            name = "check",
            description = "Read the policy and name every problem; without --env, with each overlay in turn.",
            mixinStandardHelpOptions = true)
    private static final class Check implements Callable<Integer> {

        private final PolicySource source;
        private final PrintStream out;

        Check(PolicySource source, PrintStream out) {
            this.source = source;
            this.out = out;
        }

        @Override
        public Integer call() {
            List<Policy> policies = source.environment().isPresent()
                    ? List.of(source.load())
                    : source.file().check();
            for (Policy policy : policies) {
                String overlay =
                        policy.environment().map(name -> " --env " + name).orElse("");
                out.println(source.path() + overlay + ": no problem (sha256:" + policy.digest() + ")");
            }
            return ExitStatus.SOUND.code();
        }
    }

    @Command(
            name = "show",
            description = "Print the policy with every default, and where each value comes from.",
            mixinStandardHelpOptions = true)
    private static final class Show implements Callable<Integer> {

        private final PolicySource source;
        private final PrintStream out;

        Show(PolicySource source, PrintStream out) {
            this.source = source;
            this.out = out;
        }

        @Override
        public Integer call() {
            out.print(source.load().show());
            return ExitStatus.SOUND.code();
        }
    }

    @Command(
            name = "schema",
            description = "Print the policy file's JSON Schema, for editors.",
            mixinStandardHelpOptions = true)
    private static final class Schema implements Callable<Integer> {

        private final PrintStream out;

        Schema(PrintStream out) {
            this.out = out;
        }

        @Override
        public Integer call() {
            out.print(PolicySchema.text());
            return ExitStatus.SOUND.code();
        }
    }

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
    private static final class Diff implements Callable<Integer> {

        @Parameters(index = "0", paramLabel = "BEFORE", description = "a policy file")
        private @Nullable Path before;

        @Parameters(index = "1", arity = "0..1", paramLabel = "AFTER", description = "another one (default: --policy)")
        private @Nullable Path after;

        private final PolicySource source;
        private final PrintStream out;

        Diff(PolicySource source, PrintStream out) {
            this.source = source;
            this.out = out;
        }

        @Override
        public Integer call() {
            Path from = Optional.ofNullable(before).orElseThrow();
            Path to = Optional.ofNullable(after).orElse(source.path());
            List<Difference> differences = PolicyDiff.between(
                    source.file(from).load(source.environment()),
                    source.file(to).load(source.environment()));
            differences.forEach(out::println);
            if (differences.isEmpty()) {
                out.println("no difference");
            }
            return ExitStatus.SOUND.code();
        }
    }
}
