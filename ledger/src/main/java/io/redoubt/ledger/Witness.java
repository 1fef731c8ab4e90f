package io.redoubt.ledger;

import java.io.IOException;
import java.util.Optional;

/// Keeps checkpoints where whoever can write the ledger cannot: on another machine, in a syslog, on paper.
public interface Witness {

    void record(Checkpoint checkpoint) throws IOException;

    /// The newest one that it keeps of an origin, where it can be asked.
    Optional<Checkpoint> newest(String origin) throws IOException;
}
