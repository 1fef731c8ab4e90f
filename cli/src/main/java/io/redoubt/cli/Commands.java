package io.redoubt.cli;

import io.redoubt.cli.output.Terminal.Colour;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/// The tree of commands.
final class Commands {

    /// That shows the others, so that it needs them.
    private static final String COMPLETION = "completion";

    private Commands() {}

    /// Making all of them takes longer than most commands do.
    ///
    /// @param arguments of the command line: where they begin with a command, the others are left out of the tree
    static CommandLine of(Surroundings surroundings, String... arguments) {
        RedoubtCommand redoubt = new RedoubtCommand(surroundings);
        CommandLine line = new CommandLine(redoubt);
        Map<String, Supplier<Object>> commands = all(surroundings, redoubt.options());
        String first = arguments.length == 0 ? "" : arguments[0];
        if (commands.containsKey(first) && !first.equals(COMPLETION)) {
            commands.keySet().retainAll(Set.of(first));
        }
        commands.forEach((name, command) -> line.addSubcommand(name, command.get()));
        line.setOut(writer(surroundings.out()));
        line.setErr(writer(surroundings.err()));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(
                surroundings.terminal().colour() == Colour.ALLOWED ? Ansi.ON : Ansi.OFF));
        line.setExecutionStrategy(parsed -> {
            OutputFormat.insist(parsed, redoubt.options().format());
            return new CommandLine.RunLast().execute(parsed);
        });
        line.setAbbreviatedOptionsAllowed(false);
        line.setUsageHelpAutoWidth(false);
        line.setUsageHelpWidth(100);
        return line;
    }

    /// Each by its name, in the order of the help.
    private static Map<String, Supplier<Object>> all(Surroundings surroundings, CommonOptions options) {
        AtInstance at = new AtInstance(surroundings, options);
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("init", () -> new InitCommand(surroundings, options));
        commands.put("check", () -> new CheckCommand(surroundings, options));
        commands.put("up", () -> new UpCommand(surroundings, options));
        commands.put("core", () -> new CoreCommand(surroundings, options));
        commands.put("console", () -> new ConsoleCommand(surroundings, options));
        commands.put("status", () -> new StatusCommand(surroundings, options));
        commands.put("explain", () -> new ExplainCommand(surroundings));
        commands.put("waive", () -> new WaiveCommand(surroundings, options));
        commands.put("policy", () -> policy(surroundings, at));
        commands.put("plan", () -> new PlanCommand(surroundings, options));
        commands.put("apply", () -> new ApplyCommand(surroundings, options));
        commands.put("confirm", () -> new ConfirmCommand(surroundings, options));
        commands.put("undo", () -> new UndoCommand(surroundings, options));
        commands.put("ledger", () -> ledger(surroundings, at));
        commands.put("store", () -> store(surroundings, at));
        commands.put("key", () -> key(surroundings, at));
        commands.put("backup", () -> backup(surroundings, at));
        commands.put("secret", () -> secret(surroundings, at));
        commands.put("cert", () -> cert(surroundings, at));
        commands.put(COMPLETION, () -> new CompletionCommand(surroundings));
        for (String name : PlannedCommand.NAMES) {
            commands.put(
                    name, () -> new CommandLine(new PlannedCommand(surroundings)).setUnmatchedArgumentsAllowed(true));
        }
        return commands;
    }

    private static CommandLine policy(Surroundings surroundings, AtInstance at) {
        PrintStream out = surroundings.out();
        return CommandGroup.line(
                surroundings,
                "The policy",
                List.of(
                        new PolicyCheckCommand(at.source(), out),
                        new PolicyShowCommand(at.source(), out),
                        new PolicySchemaCommand(out),
                        new PolicyDiffCommand(at),
                        new PolicyProposeCommand(at),
                        new PolicyRevisionsCommand(at),
                        new PolicyActivateCommand(at),
                        new PolicyForgetCommand(at)));
    }

    private static CommandLine ledger(Surroundings surroundings, AtInstance at) {
        return CommandGroup.line(
                surroundings,
                "The tamper-evident ledger",
                List.of(
                        new LedgerVerifyCommand(at),
                        new LedgerExportCommand(at),
                        new LedgerRetainCommand(at),
                        new LedgerEraseCommand(at),
                        new LedgerRestartCommand(at)));
    }

    private static CommandLine store(Surroundings surroundings, AtInstance at) {
        return CommandGroup.line(
                surroundings,
                "The sealed store",
                List.of(new StoreVerifyCommand(at), new StoreRebuildCommand(at), new StoreMigrateCommand(at)));
    }

    private static CommandLine key(Surroundings surroundings, AtInstance at) {
        return CommandGroup.line(
                surroundings,
                "The keys that the store is sealed under",
                List.of(new KeyStatusCommand(at), new KeyRotateCommand(at)));
    }

    private static CommandLine backup(Surroundings surroundings, AtInstance at) {
        CommandLine line = CommandGroup.line(
                surroundings,
                "Backups of Redoubt itself, which `age -d`, `zstd -d` and `tar` read too",
                List.of(
                        new BackupCreateCommand(at),
                        new BackupListCommand(at),
                        new BackupVerifyCommand(at),
                        new BackupRestoreCommand(at)));
        line.getCommandSpec()
                .usageMessage()
                .footer(
                        "",
                        "Make a key once, and keep it offline:  age-keygen -o backup.key",
                        "The root key is in no backup: without it, none can be used. Keep it apart.");
        return line;
    }

    private static CommandLine secret(Surroundings surroundings, AtInstance at) {
        return CommandGroup.line(surroundings, "Secrets in the store", List.of(new SecretExportCommand(at)));
    }

    private static CommandLine cert(Surroundings surroundings, AtInstance at) {
        return CommandGroup.line(
                surroundings,
                "The certificates that Redoubt looks after",
                List.of(new CertListCommand(at), new CertRenewCommand(at), new CertRootCommand(at)));
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }
}
