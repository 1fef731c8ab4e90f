package io.redoubt.cli;

import io.redoubt.cli.output.ExitStatus;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// A command that the command line already names and this release does not yet have. It says so, instead of an
/// "unknown command" that would send the operator looking for a typo.
@Command(hidden = true)
final class PlannedCommand implements Callable<Integer> {

    static final List<String> NAMES =
            List.of("up", "network", "user", "access", "scan", "findings", "compliance", "incident", "console");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Surroundings surroundings;

    PlannedCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        surroundings.err().println("error: '" + spec.name() + "' is not in release " + Version.number());
        surroundings.err().println("hint: `redoubt --help` lists what is; CHANGELOG.md says what comes next");
        return ExitStatus.USAGE.code();
    }
}
