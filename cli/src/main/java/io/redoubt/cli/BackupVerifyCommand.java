package io.redoubt.cli;

import io.redoubt.cli.output.ExitStatus;
import io.redoubt.data.Identities;
import io.redoubt.data.NewerPast;
import io.redoubt.data.OwnBackups;
import io.redoubt.data.VerifiedBackup;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `redoubt backup verify FILE`. Needs neither the root key nor a policy.
@Command(
        name = "verify",
        description = "Read a backup to its end, and audit the ledger in it.",
        mixinStandardHelpOptions = true)
final class BackupVerifyCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "the backup")
    private @Nullable Path file;

    @Option(names = "--identity", paramLabel = "FILE", required = true, description = "the age key that opens it")
    private @Nullable Path identity;

    @Option(
            names = "--scratch",
            paramLabel = "DIR",
            description = "where there is room to unpack it (default: the directory for temporary files)")
    private Path scratch = Path.of(System.getProperty("java.io.tmpdir"));

    @Mixin
    private KnownPastOptions known = new KnownPastOptions();

    private final AtInstance at;

    BackupVerifyCommand(AtInstance at) {
        this.at = at;
    }

    @Override
    public Integer call() {
        VerifiedBackup backup = new OwnBackups(at.surroundings().clock())
                .verify(
                        at.resolve(Path.of(String.valueOf(file))),
                        Identities.read(at.resolve(Path.of(String.valueOf(identity)))),
                        known.known(at),
                        at.resolve(scratch));
        BackupText.of(backup).forEach(at.out()::println);
        backup.newer().forEach(newer -> at.out().println(label(newer) + BackupText.of(newer)));
        // Older than what is known now is what every backup is.
        boolean itsOwnPast = backup.newer().stream().allMatch(newer -> newer instanceof NewerPast.Later);
        return (itsOwnPast ? ExitStatus.SOUND : ExitStatus.FAILED).code();
    }

    private static String label(NewerPast newer) {
        return switch (newer) {
            case NewerPast.Later _ -> "older     ";
            case NewerPast.Other _ -> "forked    ";
            case NewerPast.Unreadable _ -> "unknown   ";
        };
    }
}
