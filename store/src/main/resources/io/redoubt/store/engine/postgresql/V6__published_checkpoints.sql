-- What each node shows the others of its ledger. Signed, so clear; judged by whoever reads it.
CREATE TABLE published_checkpoint (
    node         TEXT COLLATE "C" NOT NULL,
    stream       TEXT COLLATE "C" NOT NULL,
    key          TEXT COLLATE "C" NOT NULL,
    note         TEXT COLLATE "C" NOT NULL,
    published_at BIGINT NOT NULL,
    PRIMARY KEY (node, stream)
);
