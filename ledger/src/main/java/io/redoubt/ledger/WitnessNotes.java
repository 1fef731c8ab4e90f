package io.redoubt.ledger;

import io.redoubt.policy.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Checkpoints as text, each note followed by an empty line: what a file or an address of a witness holds. Where the
/// empty line is missing, a note ends with its signatures.
final class WitnessNotes {

    /// In lines: more than the ledger ever writes.
    private static final int LONGEST = 32;

    private WitnessNotes() {}

    static String text(Checkpoint checkpoint) {
        return checkpoint.note() + "\n";
    }

    /// All that can be read, of every origin. What a crash has left half written is passed over, and does not spoil the
    /// note behind it.
    static List<Checkpoint> parse(String text) {
        List<Checkpoint> checkpoints = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        boolean signed = false;
        for (String line : (text + "\n").split("\n", -1)) {
            boolean signature = line.startsWith("— ");
            if (signed && !signature) {
                last(lines).ifPresent(checkpoints::add);
                lines.clear();
            }
            signed = signature;
            if (!line.isEmpty() || !lines.isEmpty()) {
                lines.add(line);
            }
        }
        return checkpoints;
    }

    /// The longest note that these lines end with.
    private static Optional<Checkpoint> last(List<String> lines) {
        for (int from = Math.max(0, lines.size() - LONGEST); from < lines.size(); from++) {
            try {
                return Optional.of(Checkpoint.parse(String.join("\n", lines.subList(from, lines.size())) + "\n"));
            } catch (ProblemException _) {
                // It begins further behind, or there is none.
            }
        }
        return Optional.empty();
    }
}
