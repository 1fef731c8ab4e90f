package io.redoubt.store;

/// Takes the new version of every guarded row within the transaction that writes it, to put it into the outbox and so
/// into the ledger. What it throws undoes the write.
@FunctionalInterface
public interface VersionRecorder {

    void wrote(Transaction transaction, RowVersion row);

    /// Where there is no ledger: then `verify` cannot find rolled-back rows.
    static VersionRecorder none() {
        return (_, _) -> {};
    }
}
