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
        description = "Make a link that lets one browser into the console, once, within 10 minutes.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "It is printed on a terminal only; elsewhere it goes to a file of mode 0600, whose path is printed.",
            "It shows everything and changes nothing. Whoever has the link is let in: pass it to nobody."
        })
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
        String link = OneTimeLink.of(core)
                .orElseThrow(() -> new ProblemException(
                        Problem.of("the policy declares no console", "add `console: { host: …, from: … }`")));
        if (surroundings.terminal().isTerminal()) {
            surroundings.out().println(link);
        } else {
            surroundings.out().println("the link is in " + OneTimeLink.write(core, link));
        }
        return ExitStatus.SOUND.code();
    }
}
