package io.redoubt.cli;

import io.redoubt.cli.output.ExitStatus;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `redoubt backup …`: backups of Redoubt itself, which `age -d`, `zstd -d` and `tar` read too.
@Command(
        name = "backup",
        description = "Backups of Redoubt itself: create, list, verify, restore.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Make a key once, and keep it offline:  age-keygen -o backup.key",
            "The root key is in no backup: without it, none can be used. Keep it apart."
        })
final class BackupCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Surroundings surroundings;

    private BackupCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    static CommandLine line(Surroundings surroundings, CommonOptions options) {
        AtInstance at = new AtInstance(surroundings, options);
        return new CommandLine(new BackupCommand(surroundings))
                .addSubcommand("create", new BackupCreateCommand(at))
                .addSubcommand("list", new BackupListCommand(at))
                .addSubcommand("verify", new BackupVerifyCommand(at))
                .addSubcommand("restore", new BackupRestoreCommand(at));
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(surroundings.err());
        return ExitStatus.USAGE.code();
    }
}
