package io.redoubt.data;

import io.redoubt.ledger.LedgerStream;

/// Something that is known beside a backup and is not in it.
public sealed interface NewerPast {

    LedgerStream stream();

    /// Entries that are known to have been recorded after the backup.
    ///
    /// @param inBackup how many entries are in it
    /// @param known    how many there were
    record Later(LedgerStream stream, long inBackup, long known) implements NewerPast {}

    /// A known checkpoint does not belong to the backup's past: the two went apart, as after a rollback.
    record Other(LedgerStream stream, String what) implements NewerPast {}

    /// The present ledger cannot tell what it knows.
    record Unreadable(LedgerStream stream, String why) implements NewerPast {}
}
