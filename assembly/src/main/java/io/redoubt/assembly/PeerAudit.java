package io.redoubt.assembly;

import io.redoubt.ledger.PeerFork;
import java.util.List;

/// What this node's ledger holds of the ledgers of other nodes.
///
/// @param checkpoints how many of theirs are recorded
/// @param streams     of how many streams
/// @param forks       what contradicts them
public record PeerAudit(long checkpoints, long streams, List<PeerFork> forks) {

    public PeerAudit {
        forks = List.copyOf(forks);
    }
}
