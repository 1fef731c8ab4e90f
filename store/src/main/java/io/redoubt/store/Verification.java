package io.redoubt.store;

import java.util.List;

/// What `store verify` found.
///
/// @param rows     looked at
/// @param cells    sealed values among them
/// @param unknown  rows whose versions the ledger should hold and does not, as one that was begun anew, or by a node
/// that
///                 joined later: whether an older one was put back in their place is not found
/// @param findings empty when all is as it should be; at most 1,000
public record Verification(long rows, long cells, long unknown, List<Finding> findings) {

    public Verification {
        findings = List.copyOf(findings);
    }

    /// One thing that is not as it should be. It names a row by its key, which tells no name.
    public sealed interface Finding {

        /// A sealed value does not open.
        record Unreadable(String table, String row, String why) implements Finding {}

        /// The row is older than the ledger knows it, or was deleted by what the ledger knows.
        ///
        /// @param version   what the row claims
        /// @param expected  what the ledger holds; 0 for a deleted row
        record RolledBack(String table, String row, long version, long expected) implements Finding {}

        /// The ledger knows the row, and it is not there.
        record Missing(String table, String row, long expected) implements Finding {}
    }
}
