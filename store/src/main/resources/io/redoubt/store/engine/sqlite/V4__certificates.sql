-- Certificates that Redoubt looks after, and what issuing them has to remember.
CREATE TABLE certificate (
    name_index  TEXT NOT NULL,
    number      INTEGER NOT NULL CHECK (number >= 1),
    state       TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    changed_at  INTEGER NOT NULL,
    not_before  INTEGER NOT NULL,
    not_after   INTEGER NOT NULL,
    names       BLOB NOT NULL,
    chain       BLOB NOT NULL,
    private_key BLOB NOT NULL,
    version     INTEGER NOT NULL CHECK (version >= 1),
    key_id      INTEGER NOT NULL REFERENCES key_ring (id),
    PRIMARY KEY (name_index, number)
) STRICT;
CREATE INDEX certificate_key ON certificate (key_id);

CREATE TABLE issuance (
    name_index  TEXT NOT NULL PRIMARY KEY,
    changed_at  INTEGER NOT NULL,
    body        BLOB NOT NULL,
    version     INTEGER NOT NULL CHECK (version >= 1),
    key_id      INTEGER NOT NULL REFERENCES key_ring (id)
) STRICT;
CREATE INDEX issuance_key ON issuance (key_id);

-- Who may issue now. The fence rises with every holder, so that one that lost it is refused.
CREATE TABLE issuance_lease (
    name        TEXT NOT NULL PRIMARY KEY,
    holder      TEXT NOT NULL,
    fence       INTEGER NOT NULL CHECK (fence >= 1),
    expires_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE challenge (
    id          TEXT NOT NULL PRIMARY KEY,
    kind        TEXT NOT NULL,
    expires_at  INTEGER NOT NULL,
    body        BLOB NOT NULL,
    version     INTEGER NOT NULL CHECK (version >= 1),
    key_id      INTEGER NOT NULL REFERENCES key_ring (id)
) STRICT;
CREATE INDEX challenge_key ON challenge (key_id);

-- Which nodes answer a challenge already.
CREATE TABLE challenge_seen (
    challenge   TEXT NOT NULL REFERENCES challenge (id) ON DELETE CASCADE,
    node        TEXT NOT NULL,
    PRIMARY KEY (challenge, node)
) STRICT;

-- Accounts at public authorities, and the roots of Redoubt's own.
CREATE TABLE issuer_key (
    id          TEXT NOT NULL PRIMARY KEY,
    created_at  INTEGER NOT NULL,
    private_key BLOB NOT NULL,
    detail      BLOB NOT NULL,
    version     INTEGER NOT NULL CHECK (version >= 1),
    key_id      INTEGER NOT NULL REFERENCES key_ring (id)
) STRICT;
CREATE INDEX issuer_key_key ON issuer_key (key_id);
