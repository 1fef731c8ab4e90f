-- What each node shows the others of its ledger. Signed, so clear; judged by whoever reads it.
CREATE TABLE published_checkpoint (
    node         TEXT    NOT NULL,
    stream       TEXT    NOT NULL,
    key          TEXT    NOT NULL,
    note         TEXT    NOT NULL,
    published_at INTEGER NOT NULL,
    PRIMARY KEY (node, stream)
) STRICT;
