package io.redoubt.cli;

import io.redoubt.cli.output.ExitStatus;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// A word that leads to the commands below it, such as `redoubt ledger`. Alone it prints them, and is a usage error.
@Command(synopsisSubcommandLabel = "COMMAND", mixinStandardHelpOptions = true)
final class CommandGroup implements Callable<Integer> {

    private final Surroundings surroundings;
    private final CommandLine line;

    private CommandGroup(Surroundings surroundings, List<Callable<Integer>> commands) {
        this.surroundings = surroundings;
        this.line = new CommandLine(this);
        commands.forEach(line::addSubcommand);
    }

    /// @param about    what its commands are about; their names follow it in the help
    /// @param commands each named by its own annotation
    static CommandLine line(Surroundings surroundings, String about, List<Callable<Integer>> commands) {
        CommandLine line = new CommandGroup(surroundings, commands).line;
        String names = line.getSubcommands().keySet().stream().collect(Collectors.joining(", ", ": ", "."));
        line.getCommandSpec().usageMessage().description(about + names);
        return line;
    }

    @Override
    public Integer call() {
        line.usage(surroundings.err());
        return ExitStatus.USAGE.code();
    }
}
