package io.redoubt.cli;

import io.redoubt.assembly.Policy;
import io.redoubt.assembly.RunningCore;
import io.redoubt.cli.core.CommandClient;
import io.redoubt.cli.output.ExitStatus;
import io.redoubt.policy.Problem;
import io.redoubt.policy.ProblemException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `redoubt console`: a link into the console.
@Command(
        name = "console",
        description = "Print a link that lets one browser into the console, once, within 10 minutes.",
        mixinStandardHelpOptions = true,
        footer = {"", "It shows everything and changes nothing. Whoever has the link is let in: pass it to nobody."})
final class ConsoleCommand implements Callable<Integer> {

    private final Surroundings surroundings;
    private final PolicySource source;
    private final Instances instances;

    ConsoleCommand(Surroundings surroundings, CommonOptions options) {
        this.surroundings = surroundings;
        this.source = new PolicySource(surroundings, options);
        this.instances = new Instances(surroundings, options);
    }

    @Override
    public Integer call() {
        Policy policy = source.load();
        Optional<CommandClient> running = instances.running(policy);
        if (running.isPresent()) {
            return surroundings.sendTo(running.get());
        }
        RunningCore core = surroundings
                .core()
                .orElseThrow(
                        () -> new ProblemException(Problem.of("redoubt does not run here", "start it: redoubt up")));
        surroundings
                .out()
                .println(OneTimeLink.of(core)
                        .orElseThrow(() -> new ProblemException(
                                Problem.of("the policy declares no console", "add `console: { host: …, from: … }`"))));
        return ExitStatus.SOUND.code();
    }
}
