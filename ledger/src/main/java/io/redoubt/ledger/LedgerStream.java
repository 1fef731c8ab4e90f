package io.redoubt.ledger;

/// The two streams of a node. Their format is one; how long they are kept differs.
public enum LedgerStream {
    /// Verdicts, changes, approvals: kept for years.
    EVIDENCE("evidence"),
    /// Reads of secrets, log-ins, refusals.
    ACCESS("access");

    private final String directory;

    LedgerStream(String directory) {
        this.directory = directory;
    }

    /// Its directory below `ledger/`, and the end of its origin.
    public String directory() {
        return directory;
    }
}
