package io.redoubt.cli;

import io.redoubt.cli.output.Count;
import io.redoubt.cli.output.ExitStatus;
import io.redoubt.cli.output.Visible;
import io.redoubt.data.Identities;
import io.redoubt.data.ListedBackup;
import io.redoubt.data.OwnBackups;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `redoubt backup list DIRECTORY`.
@Command(
        name = "list",
        description = "Print the backups in a directory, newest first.",
        mixinStandardHelpOptions = true)
final class BackupListCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DIRECTORY", description = "where they are")
    private @Nullable Path directory;

    @Option(names = "--identity", paramLabel = "FILE", description = "the age key: reads what is in each, too")
    private @Nullable Path identity;

    private final AtInstance at;

    BackupListCommand(AtInstance at) {
        this.at = at;
    }

    @Override
    public Integer call() {
        Optional<Identities> identities = Optional.ofNullable(identity).map(file -> Identities.read(at.resolve(file)));
        List<ListedBackup> backups = new OwnBackups(at.surroundings().clock())
                .list(at.resolve(Path.of(String.valueOf(directory))), identities);
        backups.forEach(backup -> at.out().println(line(backup)));
        if (backups.isEmpty()) {
            at.out().println("there is none");
        }
        return backups.stream().anyMatch(backup -> backup.trouble().isPresent())
                ? ExitStatus.FAILED.code()
                : ExitStatus.SOUND.code();
    }

    private static String line(ListedBackup backup) {
        String inside = backup.manifest()
                .map(manifest -> "   node " + manifest.node() + ", "
                        + manifest.streams().stream()
                                .map(stream -> Count.entries(stream.checkpoint().size()) + " of "
                                        + stream.stream().directory())
                                .collect(Collectors.joining(", ")))
                .orElse("");
        String trouble = backup.trouble()
                .map(problem -> "   " + Visible.of(problem.toString()))
                .orElse("");
        return backup.made() + "   epoch " + backup.epoch() + "   " + backup.size() + " bytes   "
                + Visible.of(backup.file().toString()) + inside + trouble;
    }
}
