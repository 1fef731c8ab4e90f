package io.redoubt.cli;

import io.redoubt.assembly.Instance;
import io.redoubt.cli.output.Count;
import io.redoubt.cli.output.ExitStatus;
import io.redoubt.ledger.Checkpoint;
import io.redoubt.ledger.LedgerStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `redoubt ledger export DIRECTORY`: both streams in a form that others' tools read.
@Command(
        name = "export",
        description = "Write both streams as C2SP tlog-tiles, each with its checkpoint and the key that verifies it.",
        mixinStandardHelpOptions = true)
final class LedgerExportCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DIRECTORY", description = "empty, or not there yet")
    private @Nullable Path directory;

    private final AtInstance at;

    LedgerExportCommand(AtInstance at) {
        this.at = at;
    }

    @Override
    public Integer call() throws InterruptedException {
        return at.run((_, instance) -> {
            Path target = at.surroundings().directory().resolve(String.valueOf(directory));
            for (LedgerStream stream : LedgerStream.values()) {
                export(instance, stream, target.resolve(stream.directory()));
            }
            return ExitStatus.SOUND.code();
        });
    }

    private void export(Instance instance, LedgerStream stream, Path target) {
        Checkpoint checkpoint = instance.ledger(stream).export(target);
        at.out().println("%s: %s in %s".formatted(stream.directory(), Count.entries(checkpoint.size()), target));
        at.out().println("  key: " + instance.ledger(stream).key());
    }
}
