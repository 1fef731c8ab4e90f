package io.redoubt.cli;

import io.redoubt.cli.output.Terminal.Colour;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/// The tree of commands.
final class Commands {

    private Commands() {}

    static CommandLine of(Surroundings surroundings) {
        RedoubtCommand redoubt = new RedoubtCommand(surroundings);
        CommandLine line = new CommandLine(redoubt);
        CommonOptions options = redoubt.options();
        AtInstance at = new AtInstance(surroundings, options);
        line.addSubcommand("init", new InitCommand(surroundings, options));
        line.addSubcommand("check", new CheckCommand(surroundings, options));
        line.addSubcommand("up", new UpCommand(surroundings, options));
        line.addSubcommand("core", new CoreCommand(surroundings, options));
        line.addSubcommand("console", new ConsoleCommand(surroundings, options));
        line.addSubcommand("status", new StatusCommand(surroundings, options));
        line.addSubcommand("explain", new ExplainCommand(surroundings));
        line.addSubcommand("waive", new WaiveCommand(surroundings, options));
        line.addSubcommand("policy", policy(surroundings, at));
        line.addSubcommand("plan", new PlanCommand(surroundings, options));
        line.addSubcommand("apply", new ApplyCommand(surroundings, options));
        line.addSubcommand("confirm", new ConfirmCommand(surroundings, options));
        line.addSubcommand("undo", new UndoCommand(surroundings, options));
        line.addSubcommand("ledger", ledger(surroundings, at));
        line.addSubcommand("store", store(surroundings, at));
        line.addSubcommand("key", key(surroundings, at));
        line.addSubcommand("backup", backup(surroundings, at));
        line.addSubcommand("secret", secret(surroundings, at));
        line.addSubcommand("cert", cert(surroundings, at));
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

    private static CommandLine policy(Surroundings surroundings, AtInstance at) {
        PrintStream out = surroundings.out();
        return CommandGroup.line(
                surroundings,
                "The policy",
                List.of(
                        new PolicyCheckCommand(at.source(), out),
                        new PolicyShowCommand(at.source(), out),
                        new PolicySchemaCommand(out),
                        new PolicyDiffCommand(at.source(), out),
                        new PolicyActivateCommand(at)));
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
