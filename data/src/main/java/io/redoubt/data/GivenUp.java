package io.redoubt.data;

import io.redoubt.ledger.Checkpoint;
import java.util.List;

/// What a restore gives up because somebody acknowledged it.
///
/// @param newer       what is known to be newer than the backup; empty where nothing is
/// @param checkpoints all that are known, of every stream
public record GivenUp(List<NewerPast> newer, List<Checkpoint> checkpoints) {

    public GivenUp {
        newer = List.copyOf(newer);
        checkpoints = List.copyOf(checkpoints);
    }
}
