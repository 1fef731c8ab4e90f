-- Sealed columns are BLOB; times are milliseconds since 1970. What is sealed is declared in Tables.java.

CREATE TABLE store (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    store_id   TEXT    NOT NULL,
    epoch      INTEGER NOT NULL CHECK (epoch >= 1),
    created_at INTEGER NOT NULL,
    root_check BLOB    NOT NULL,
    version    INTEGER NOT NULL CHECK (version >= 1)
) STRICT;

-- A key that a row is sealed under cannot be deleted: every key_id refers to it.
CREATE TABLE key_ring (
    id         INTEGER PRIMARY KEY CHECK (id >= 1),
    purpose    TEXT    NOT NULL CHECK (purpose IN ('data', 'index')),
    created_at INTEGER NOT NULL,
    wrapped    BLOB    NOT NULL,
    version    INTEGER NOT NULL CHECK (version >= 1)
) STRICT;

CREATE TABLE policy_revision (
    digest     TEXT    NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    author     BLOB    NOT NULL,
    document   BLOB    NOT NULL,
    version    INTEGER NOT NULL CHECK (version >= 1),
    key_id     INTEGER NOT NULL REFERENCES key_ring (id)
) STRICT;
CREATE INDEX policy_revision_key ON policy_revision (key_id);

CREATE TABLE policy_active (
    id           INTEGER PRIMARY KEY CHECK (id = 1),
    activated_at INTEGER NOT NULL,
    digest       BLOB    NOT NULL,
    version      INTEGER NOT NULL CHECK (version >= 1),
    key_id       INTEGER NOT NULL REFERENCES key_ring (id)
) STRICT;
CREATE INDEX policy_active_key ON policy_active (key_id);

CREATE TABLE policy_node (
    node        TEXT    NOT NULL PRIMARY KEY,
    digest      TEXT    NOT NULL,
    reported_at INTEGER NOT NULL
) STRICT;

CREATE TABLE posture (
    control       TEXT    NOT NULL,
    subject_index TEXT    NOT NULL,
    vantage       TEXT    NOT NULL,
    verdict       TEXT    NOT NULL,
    observed_at   INTEGER NOT NULL,
    since         INTEGER NOT NULL,
    node          TEXT    NOT NULL,
    ledger_index  INTEGER NOT NULL CHECK (ledger_index >= 0),
    subject       BLOB    NOT NULL,
    detail        BLOB    NOT NULL,
    version       INTEGER NOT NULL CHECK (version >= 1),
    key_id        INTEGER NOT NULL REFERENCES key_ring (id),
    PRIMARY KEY (control, subject_index, vantage)
) STRICT;
CREATE INDEX posture_key ON posture (key_id);

CREATE TABLE posture_turn (
    node          TEXT    NOT NULL,
    ledger_index  INTEGER NOT NULL CHECK (ledger_index >= 0),
    control       TEXT    NOT NULL,
    subject_index TEXT    NOT NULL,
    vantage       TEXT    NOT NULL,
    verdict       TEXT    NOT NULL,
    observed_at   INTEGER NOT NULL,
    PRIMARY KEY (node, ledger_index)
) STRICT;
CREATE INDEX posture_turn_time ON posture_turn (observed_at);

CREATE TABLE posture_applied (
    node         TEXT    NOT NULL PRIMARY KEY,
    ledger_index INTEGER NOT NULL CHECK (ledger_index >= 0)
) STRICT;

CREATE TABLE change (
    id           TEXT    NOT NULL PRIMARY KEY,
    intent_index TEXT    NOT NULL,
    state        TEXT    NOT NULL,
    finished     INTEGER NOT NULL CHECK (finished IN (0, 1)),
    ends_at      INTEGER,
    created_at   INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL,
    body         BLOB    NOT NULL,
    version      INTEGER NOT NULL CHECK (version >= 1),
    key_id       INTEGER NOT NULL REFERENCES key_ring (id)
) STRICT;
CREATE INDEX change_key ON change (key_id);
-- One intent is carried out once at a time, whoever asks.
CREATE UNIQUE INDEX change_intent ON change (intent_index) WHERE finished = 0;
CREATE INDEX change_ends ON change (ends_at) WHERE finished = 0;

CREATE TABLE outbox (
    seq        INTEGER PRIMARY KEY AUTOINCREMENT,
    id         TEXT    NOT NULL UNIQUE,
    node       TEXT    NOT NULL,
    stream     TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    entry      BLOB    NOT NULL,
    version    INTEGER NOT NULL CHECK (version >= 1),
    key_id     INTEGER NOT NULL REFERENCES key_ring (id)
) STRICT;
CREATE INDEX outbox_key ON outbox (key_id);
CREATE INDEX outbox_node ON outbox (node, seq);

CREATE TABLE secret (
    id         TEXT    NOT NULL PRIMARY KEY,
    path_index TEXT    NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    path       BLOB    NOT NULL,
    version    INTEGER NOT NULL CHECK (version >= 1),
    key_id     INTEGER NOT NULL REFERENCES key_ring (id)
) STRICT;
CREATE INDEX secret_key ON secret (key_id);

CREATE TABLE secret_value (
    secret_id    TEXT    NOT NULL REFERENCES secret (id),
    number       INTEGER NOT NULL CHECK (number >= 1),
    created_at   INTEGER NOT NULL,
    destroyed_at INTEGER,
    value        BLOB    NOT NULL,
    version      INTEGER NOT NULL CHECK (version >= 1),
    key_id       INTEGER NOT NULL REFERENCES key_ring (id),
    PRIMARY KEY (secret_id, number)
) STRICT;
CREATE INDEX secret_value_key ON secret_value (key_id);
