-- By which nodes sign the checkpoints of their ledgers.
CREATE TABLE ledger_key (
    node       TEXT    NOT NULL,
    number     INTEGER NOT NULL CHECK (number >= 1),
    created_at INTEGER NOT NULL,
    public_key TEXT    NOT NULL,
    seed       BLOB    NOT NULL,
    version    INTEGER NOT NULL CHECK (version >= 1),
    key_id     INTEGER NOT NULL REFERENCES key_ring (id),
    PRIMARY KEY (node, number)
) STRICT;
CREATE INDEX ledger_key_key ON ledger_key (key_id);

-- Each stream of a node's ledger is drained by itself.
CREATE TABLE outbox_drained (
    node        TEXT    NOT NULL,
    stream      TEXT    NOT NULL,
    ledger_size INTEGER NOT NULL CHECK (ledger_size >= 0),
    PRIMARY KEY (node, stream)
) STRICT;
CREATE INDEX outbox_stream ON outbox (node, stream, seq);

CREATE TABLE payload (
    commitment TEXT    NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    opening    BLOB    NOT NULL,
    version    INTEGER NOT NULL CHECK (version >= 1),
    key_id     INTEGER NOT NULL REFERENCES key_ring (id)
) STRICT;
CREATE INDEX payload_key ON payload (key_id);

CREATE INDEX posture_turn_standing ON posture_turn (control, subject_index, vantage, observed_at);
