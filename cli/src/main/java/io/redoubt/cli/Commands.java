package io.redoubt.cli;

import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/// The tree of commands.
final class Commands {

    private Commands() {}

    static CommandLine of(Surroundings surroundings) {
        RedoubtCommand redoubt = new RedoubtCommand(surroundings);
        CommandLine line = new CommandLine(redoubt);
        CommonOptions options = redoubt.options();
        line.addSubcommand("init", new InitCommand(surroundings, options));
        line.addSubcommand("check", new CheckCommand(surroundings, options));
        line.addSubcommand("explain", new ExplainCommand(surroundings, options));
        line.addSubcommand("waive", new WaiveCommand(surroundings, options));
        line.addSubcommand("policy", PolicyCommand.line(surroundings, options));
        line.addSubcommand("completion", new CompletionCommand(surroundings));
        for (String name : PlannedCommand.NAMES) {
            line.addSubcommand(name, new PlannedCommand(surroundings));
        }
        line.setOut(new java.io.PrintWriter(surroundings.out(), true));
        line.setErr(new java.io.PrintWriter(surroundings.err(), true));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(
                surroundings.terminal().colour() ? Ansi.ON : Ansi.OFF));
        line.setAbbreviatedOptionsAllowed(false);
        line.setUsageHelpAutoWidth(false);
        line.setUsageHelpWidth(100);
        return line;
    }
}
