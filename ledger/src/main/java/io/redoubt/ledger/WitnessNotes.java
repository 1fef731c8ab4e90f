package io.redoubt.ledger;

import io.redoubt.policy.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Checkpoints as text, each note followed by an empty line: what a file or an address of a witness holds.
final class WitnessNotes {

    private WitnessNotes() {}

    static String text(Checkpoint checkpoint) {
        return checkpoint.note() + "\n";
    }

    /// All that can be read, of every origin. What a crash has left half written is passed over.
    static List<Checkpoint> parse(String text) {
        List<Checkpoint> checkpoints = new ArrayList<>();
        StringBuilder note = new StringBuilder();
        boolean signed = false;
        for (String line : (text + "\n").split("\n", -1)) {
            if (line.isEmpty() && signed) {
                checkpoint(note.toString()).ifPresent(checkpoints::add);
                note.setLength(0);
                signed = false;
                continue;
            }
            signed |= line.startsWith("— ");
            note.append(line).append('\n');
        }
        return checkpoints;
    }

    private static Optional<Checkpoint> checkpoint(String note) {
        try {
            return Optional.of(Checkpoint.parse(note));
        } catch (ProblemException _) {
            return Optional.empty();
        }
    }
}
