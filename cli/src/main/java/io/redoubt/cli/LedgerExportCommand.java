package io.redoubt.cli;

import io.redoubt.assembly.Instance;
import io.redoubt.cli.output.Count;
import io.redoubt.cli.output.ExitStatus;
import io.redoubt.ledger.Checkpoint;
import io.redoubt.ledger.LedgerStream;
import io.redoubt.policy.Problem;
import io.redoubt.policy.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
                insistOnFree(target.resolve(stream.directory()));
            }
            for (LedgerStream stream : LedgerStream.values()) {
                export(instance, stream, target.resolve(stream.directory()));
            }
            return ExitStatus.SOUND.code();
        });
    }

    /// Before the first one is written: half an export would be in the way of the next.
    private static void insistOnFree(Path target) {
        try (Stream<Path> there = Files.list(target)) {
            if (there.findAny().isEmpty()) {
                return;
            }
        } catch (NoSuchFileException _) {
            return;
        } catch (IOException e) {
            throw new ProblemException(Problem.of(
                    "can't write to " + target + " (" + e.getClass().getSimpleName() + ")",
                    "name an empty directory, or one that is not there yet"));
        }
        throw new ProblemException(Problem.of(target + " is there already", "name an empty directory"));
    }

    private void export(Instance instance, LedgerStream stream, Path target) {
        Checkpoint checkpoint = instance.ledger(stream).export(target);
        at.out().println("%s: %s in %s".formatted(stream.directory(), Count.entries(checkpoint.size()), target));
        at.out().println("  key: " + instance.ledger(stream).key());
    }
}
