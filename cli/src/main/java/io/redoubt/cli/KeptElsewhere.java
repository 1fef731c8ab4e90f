package io.redoubt.cli;

import io.redoubt.ledger.Checkpoint;
import io.redoubt.ledger.FileWitness;
import io.redoubt.policy.Problem;
import io.redoubt.policy.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The file of `--against`.
final class KeptElsewhere {

    private KeptElsewhere() {}

    /// @param against as it was named, or null where it was not
    static List<Checkpoint> read(AtInstance at, @Nullable Path against) {
        if (against == null) {
            return List.of();
        }
        if (Files.notExists(at.resolve(against))) {
            throw new ProblemException(
                    Problem.of("there is no " + against, "name a file that `ledger export` or a witness wrote"));
        }
        try {
            List<Checkpoint> checkpoints = new FileWitness(at.resolve(against)).checkpoints();
            if (!checkpoints.isEmpty()) {
                return checkpoints;
            }
        } catch (IOException e) {
            throw new ProblemException(Problem.of(
                    "can't read " + against + " (" + e.getMessage() + ")", "check its kind, owner and mode"));
        }
        throw new ProblemException(Problem.of(
                "there is no checkpoint in " + against, "name a file that `ledger export` or a witness wrote"));
    }
}
