package io.redoubt.assembly;

import io.redoubt.ledger.Audit;
import io.redoubt.ledger.PeerFork;
import java.util.List;

/// How a stream of the ledger was found.
///
/// @param seen     how many entries of it the store has seen
/// @param lookedAt how many entries were read for it
/// @param troubles of witnesses that could not be compared with
/// @param forks    of other nodes' ledgers, as this one recorded them
record LedgerSighting(Audit audit, long seen, long lookedAt, List<Witnesses.Trouble> troubles, List<PeerFork> forks) {

    LedgerSighting {
        troubles = List.copyOf(troubles);
        forks = List.copyOf(forks);
    }
}
