package io.redoubt.cli;

import io.redoubt.cli.output.Terminal.Colour;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
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
        line.addSubcommand("status", new StatusCommand(surroundings, options));
        line.addSubcommand("explain", new ExplainCommand(surroundings));
        line.addSubcommand("waive", new WaiveCommand(surroundings, options));
        line.addSubcommand("policy", PolicyCommand.line(surroundings, options));
        line.addSubcommand("plan", new PlanCommand(surroundings, options));
        line.addSubcommand("apply", new ApplyCommand(surroundings, options));
        line.addSubcommand("confirm", new ConfirmCommand(surroundings, options));
        line.addSubcommand("undo", new UndoCommand(surroundings, options));
        line.addSubcommand("ledger", LedgerCommand.line(surroundings, options));
        line.addSubcommand("store", StoreCommand.line(surroundings, options));
        line.addSubcommand("key", KeyCommand.line(surroundings, options));
        line.addSubcommand("backup", BackupCommand.line(surroundings, options));
        line.addSubcommand("secret", SecretCommand.line(surroundings, options));
        line.addSubcommand("completion", new CompletionCommand(surroundings));
        for (String name : PlannedCommand.NAMES) {
            line.addSubcommand(
                    name, new CommandLine(new PlannedCommand(surroundings)).setUnmatchedArgumentsAllowed(true));
        }
        line.setOut(writer(surroundings.out()));
        line.setErr(writer(surroundings.err()));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(
                surroundings.terminal().colour() == Colour.ALLOWED ? Ansi.ON : Ansi.OFF));
        line.setAbbreviatedOptionsAllowed(false);
        line.setUsageHelpAutoWidth(false);
        line.setUsageHelpWidth(100);
        return line;
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }
}
