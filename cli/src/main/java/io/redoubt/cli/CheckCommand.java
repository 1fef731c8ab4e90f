package io.redoubt.cli;

import io.redoubt.assembly.Scope;
import io.redoubt.cli.output.ChangesRenderer;
import io.redoubt.cli.output.ExitStatus;
import io.redoubt.cli.output.Report;
import io.redoubt.policy.Durations;
import io.redoubt.policy.Parsed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `redoubt check [URL...]`: holds the policy, or a few addresses, against reality. Changes nothing.
@Command(
        name = "check",
        description = "Hold the policy against reality; with URLs, hold those against the defaults.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  redoubt check https://shop.example.com",
            "  redoubt check postgresql://db.example.com/shop",
            "  redoubt check --env production --format sarif > redoubt.sarif",
            "  redoubt check --watch --only tls"
        })
final class CheckCommand implements Callable<Integer> {

    @Parameters(paramLabel = "URL", description = "https://HOST[:PORT] or postgresql://HOST[:PORT]/DATABASE")
    private List<String> urls = new ArrayList<>();

    @Option(
            names = "--watch",
            arity = "0..1",
            fallbackValue = "30s",
            paramLabel = "INTERVAL",
            description = "look again at each interval (default 30s) and print what has changed")
    private @Nullable String watch;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Surroundings surroundings;
    private final CommonOptions options;

    CheckCommand(Surroundings surroundings, CommonOptions options) {
        this.surroundings = surroundings;
        this.options = options;
    }

    @Override
    public Integer call() throws InterruptedException {
        Round round = new Round(surroundings, options, urls);
        if (watch == null) {
            Report report = round.look();
            surroundings.out().print(options.format().renderer(surroundings.terminal()).render(report));
            return ExitStatus.of(report.assessments(), options.failOn()).code();
        }
        return watching(round, interval(watch));
    }
}
