package io.redoubt.assembly;

import io.redoubt.ledger.Audit;
import java.util.List;

/// An audit of a stream, against all that is kept elsewhere and could be asked for.
///
/// @param troubles of witnesses that could not be
public record WitnessedAudit(Audit audit, List<Witnesses.Trouble> troubles) {

    public WitnessedAudit {
        troubles = List.copyOf(troubles);
    }
}
