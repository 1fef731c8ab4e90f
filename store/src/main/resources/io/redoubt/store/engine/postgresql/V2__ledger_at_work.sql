-- By which nodes sign the checkpoints of their ledgers.
CREATE TABLE ledger_key (
    node        TEXT COLLATE "C" NOT NULL,
    number      BIGINT NOT NULL CHECK (number >= 1),
    created_at  BIGINT NOT NULL,
    public_key  TEXT COLLATE "C" NOT NULL,
    seed        BYTEA NOT NULL,
    version     BIGINT NOT NULL CHECK (version >= 1),
    key_id      BIGINT NOT NULL REFERENCES key_ring (id),
    PRIMARY KEY (node, number)
);
CREATE INDEX ledger_key_key ON ledger_key (key_id);

-- Each stream of a node's ledger is drained by itself.
CREATE TABLE outbox_drained (
    node        TEXT COLLATE "C" NOT NULL,
    stream      TEXT COLLATE "C" NOT NULL,
    ledger_size BIGINT NOT NULL CHECK (ledger_size >= 0),
    PRIMARY KEY (node, stream)
);
CREATE INDEX outbox_stream ON outbox (node, stream, seq);

CREATE TABLE payload (
    commitment  TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    created_at  BIGINT NOT NULL,
    opening     BYTEA NOT NULL,
    version     BIGINT NOT NULL CHECK (version >= 1),
    key_id      BIGINT NOT NULL REFERENCES key_ring (id)
);
CREATE INDEX payload_key ON payload (key_id);

CREATE INDEX posture_turn_standing ON posture_turn (control, subject_index, vantage, observed_at);
