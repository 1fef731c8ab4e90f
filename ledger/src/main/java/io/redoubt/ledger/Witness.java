package io.redoubt.ledger;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Keeps checkpoints where whoever can write the ledger cannot: on another machine, in a syslog, on paper.
public interface Witness {

    /// As people call it.
    String name();

    /// @throws IOException when it was not taken
    void record(Checkpoint checkpoint) throws IOException;

    /// Those of an origin that it keeps, or nothing where it can't be asked. Whether they are signed is not looked at.
    ///
    /// @throws IOException when it can be asked, and did not answer
    Optional<List<Checkpoint>> recall(String origin) throws IOException;
}
