package io.redoubt.cli;

import io.redoubt.assembly.InstanceBackup;
import io.redoubt.cli.output.ExitStatus;
import io.redoubt.data.CreatedBackup;
import io.redoubt.data.OwnBackups;
import io.redoubt.data.Recipients;
import io.redoubt.ledger.Json;
import io.redoubt.ledger.LedgerStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `redoubt backup create DIRECTORY`.
@Command(
        name = "create",
        description = "Write a backup into a directory, encrypted to age recipients.",
        mixinStandardHelpOptions = true,
        footer = {"", "  redoubt backup create /mnt/cold --recipient age1…"})
final class BackupCreateCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DIRECTORY", description = "where it goes, best on another machine's disk")
    private @Nullable Path directory;

    @Option(
            names = "--recipient",
            paramLabel = "KEY",
            required = true,
            description = "who can open it: an age public key, age1…; more than one may be named")
    private List<String> recipients = new ArrayList<>();

    private final AtInstance at;

    BackupCreateCommand(AtInstance at) {
        this.at = at;
    }

    @Override
    public Integer call() throws InterruptedException {
        Recipients to = Recipients.of(recipients);
        return at.run((_, instance) -> {
            CreatedBackup made = new OwnBackups(at.surroundings().clock())
                    .create(
                            new InstanceBackup(instance, Version.number()),
                            to,
                            at.resolve(Path.of(String.valueOf(directory))));
            instance.record(
                    LedgerStream.EVIDENCE,
                    "backup.created",
                    at.actor(),
                    "backup:" + instance.place().name(),
                    Map.of(
                            "bytes", Json.of(made.size()),
                            "sha256", Json.of(made.sha256())));
            at.out().println("wrote " + made.file() + ": " + made.size() + " bytes, sha256 " + made.sha256());
            at.out().println("key   " + instance.rootKey().name() + " is not in it: keep a copy of it apart");
            return ExitStatus.SOUND.code();
        });
    }
}
