package io.redoubt.data;

import io.redoubt.ledger.LedgerStream;

/// Something that is known beside a backup and is not in it.
public sealed interface NewerPast {

    LedgerStream stream();

    /// Entries that are known to have been recorded after the backup.
    record Later(LedgerStream stream, long inBackup, long known) implements NewerPast {}

    /// The known checkpoint does not belong to the backup's past: the two went apart, as after a rollback.
    record Other(LedgerStream stream, long known) implements NewerPast {}

    /// The present ledger cannot tell what it knows.
    record Unreadable(LedgerStream stream, String why) implements NewerPast {}
}
