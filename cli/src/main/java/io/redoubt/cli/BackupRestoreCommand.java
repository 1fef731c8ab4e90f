package io.redoubt.cli;

import io.redoubt.assembly.InstanceBackup;
import io.redoubt.assembly.InstancePlace;
import io.redoubt.assembly.Policy;
import io.redoubt.cli.output.ExitStatus;
import io.redoubt.data.Identities;
import io.redoubt.data.OwnBackups;
import io.redoubt.data.RestoreOrder;
import io.redoubt.data.RestoreOutcome;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `redoubt backup restore FILE`.
@Command(
        name = "restore",
        description = "Bring the data directory back from a backup; needs the root key, too.",
        mixinStandardHelpOptions = true)
final class BackupRestoreCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "the backup")
    private @Nullable Path file;

    @Option(names = "--identity", paramLabel = "FILE", required = true, description = "the age key that opens it")
    private @Nullable Path identity;

    @Option(names = "--replace", description = "move a data directory that is there aside; it is never deleted")
    private boolean replace;

    @Option(
            names = "--acknowledge-rollback",
            description = "give up what is known to be newer than the backup, and begin a new epoch")
    private boolean acknowledged;

    @Mixin
    private KnownPastOptions known = new KnownPastOptions();

    private final AtInstance at;

    BackupRestoreCommand(AtInstance at) {
        this.at = at;
    }

    @Override
    public Integer call() {
        Policy policy = at.source().load();
        InstancePlace place = at.place(policy);
        RestoreOutcome outcome = new OwnBackups(at.surroundings().clock())
                .restore(new RestoreOrder(
                        at.resolve(Path.of(String.valueOf(file))),
                        Identities.read(at.resolve(Path.of(String.valueOf(identity)))),
                        place.data(),
                        replace ? RestoreOrder.Present.MOVED_ASIDE : RestoreOrder.Present.REFUSED,
                        known.known(at),
                        acknowledged ? RestoreOrder.Rollback.ACKNOWLEDGED : RestoreOrder.Rollback.REFUSED,
                        InstanceBackup.admission(
                                place, at.actor(), at.surroundings().clock(), at.random())));
        return told(outcome).code();
    }

    private ExitStatus told(RestoreOutcome outcome) {
        return switch (outcome) {
            case RestoreOutcome.Restored restored -> {
                at.out().println("restored  " + restored.directory() + ", now in epoch " + restored.epoch());
                BackupText.of(restored.backup()).forEach(at.out()::println);
                restored.newer().forEach(newer -> at.out().println("given up  " + BackupText.of(newer)));
                restored.movedAside().ifPresent(was -> at.out().println("before    is kept in " + was));
                yield ExitStatus.SOUND;
            }
            case RestoreOutcome.OlderThanKnown older -> {
                at.surroundings()
                        .err()
                        .println("error: the backup of " + older.manifest().made()
                                + " is older than what is known; nothing was changed");
                older.newer().forEach(newer -> at.surroundings().err().println("  " + BackupText.of(newer)));
                at.surroundings()
                        .err()
                        .println("hint: use a newer one, or give up what is newer by --acknowledge-rollback");
                yield ExitStatus.USAGE;
            }
        };
    }
}
