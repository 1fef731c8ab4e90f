package io.redoubt.ledger;

import io.redoubt.policy.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a stream says of its epochs, and so which checkpoints from elsewhere are of a past that somebody gave up. Only
/// to be asked once the stream is known to be what was recorded.
final class EpochClaims {

    private final List<VerifierKey> keys;
    private final List<Claim> claims = new ArrayList<>();

    EpochClaims(List<VerifierKey> keys) {
        this.keys = keys;
    }

    /// @param kept    how many entries went over from the epoch before
    /// @param givenUp the newest known checkpoint of what did not
    private record Claim(long epoch, long kept, Checkpoint givenUp) {

        boolean covers(Checkpoint checkpoint) {
            if (checkpoint.epoch() >= epoch || checkpoint.size() <= kept || checkpoint.epoch() > givenUp.epoch()) {
                return false;
            }
            return checkpoint.size() < givenUp.size()
                    || (checkpoint.size() == givenUp.size() && checkpoint.root().equals(givenUp.root()));
        }
    }

    void look(byte[] json) {
        OwnEvents.epochOf(json).ifPresent(this::look);
    }

    /// A checkpoint that no key of the stream signed gives nothing up.
    private void look(Event event) {
        var details = event.details().members();
        if (details.get("epoch") instanceof Json.Numeric(double epoch)
                && details.get("kept") instanceof Json.Numeric(double kept)
                && details.get("given-up") instanceof Json.Text(String note)) {
            checkpoint(note)
                    .filter(givenUp -> givenUp.isSignedByAny(keys))
                    .ifPresent(givenUp -> claims.add(new Claim((long) epoch, (long) kept, givenUp)));
        }
    }

    private static Optional<Checkpoint> checkpoint(String note) {
        try {
            return Optional.of(Checkpoint.parse(note));
        } catch (ProblemException _) {
            return Optional.empty();
        }
    }

    /// Whether this checkpoint, signed by a key of the stream, is of a past that was given up.
    boolean gaveUp(Checkpoint checkpoint) {
        return claims.stream().anyMatch(claim -> claim.covers(checkpoint));
    }
}
