package io.redoubt.store;

import java.util.Collection;

/// What the ledger knows of guarded rows.
@FunctionalInterface
public interface VersionLedger {

    /// The newest version of each row, also of those that were deleted (version 0).
    Collection<RowVersion> newest();
}
