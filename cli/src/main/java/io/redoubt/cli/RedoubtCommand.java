package io.redoubt.cli;

import io.redoubt.cli.output.ExitStatus;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `redoubt` itself: holds the options that every command takes.
@Command(
        name = "redoubt",
        description = "Hardens a production web service from one policy file.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {
            "",
            "Exit status: 0 all is as declared; 1 something fails; 2 the command line or the policy",
            "has a problem; 3 something could not be looked at.",
            "",
            "Begin with:  redoubt check https://shop.example.com   |   redoubt init"
        })
final class RedoubtCommand implements Callable<Integer> {

    @Mixin
    private CommonOptions options;

    @Spec
    private CommandSpec spec;

    private final Surroundings surroundings;

    RedoubtCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.options = new CommonOptions();
        this.spec = CommandSpec.create();
    }

    CommonOptions options() {
        return options;
    }

    @Override
    public Integer call() {
        CommandLine line = spec.commandLine();
        line.usage(surroundings.err());
        return ExitStatus.USAGE.code();
    }
}
