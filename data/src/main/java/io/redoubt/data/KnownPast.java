package io.redoubt.data;

import io.redoubt.ledger.Checkpoint;
import io.redoubt.ledger.VerifierKey;
import java.util.List;

/// What is known from elsewhere. Anyone can encrypt to a public key, so only a key noted down before tells a genuine
/// backup from a forged one; only a checkpoint kept elsewhere tells the newest from an old one.
///
/// @param keys        of this node's ledger, as they were noted down
/// @param checkpoints that a witness, another node or an operator has
public record KnownPast(List<VerifierKey> keys, List<Checkpoint> checkpoints) {

    public KnownPast {
        keys = List.copyOf(keys);
        checkpoints = List.copyOf(checkpoints);
    }

    public static KnownPast nothing() {
        return new KnownPast(List.of(), List.of());
    }
}
