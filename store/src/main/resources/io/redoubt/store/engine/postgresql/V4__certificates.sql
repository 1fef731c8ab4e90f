-- Certificates that Redoubt looks after, and what issuing them has to remember.
CREATE TABLE certificate (
    name_index  TEXT COLLATE "C" NOT NULL,
    number      BIGINT NOT NULL CHECK (number >= 1),
    state       TEXT COLLATE "C" NOT NULL,
    created_at  BIGINT NOT NULL,
    changed_at  BIGINT NOT NULL,
    not_before  BIGINT NOT NULL,
    not_after   BIGINT NOT NULL,
    names       BYTEA NOT NULL,
    chain       BYTEA NOT NULL,
    private_key BYTEA NOT NULL,
    version     BIGINT NOT NULL CHECK (version >= 1),
    key_id      BIGINT NOT NULL REFERENCES key_ring (id),
    PRIMARY KEY (name_index, number)
);
CREATE INDEX certificate_key ON certificate (key_id);

CREATE TABLE issuance (
    name_index  TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    changed_at  BIGINT NOT NULL,
    body        BYTEA NOT NULL,
    version     BIGINT NOT NULL CHECK (version >= 1),
    key_id      BIGINT NOT NULL REFERENCES key_ring (id)
);
CREATE INDEX issuance_key ON issuance (key_id);

-- Who may issue now. The fence rises with every holder, so that one that lost it is refused.
CREATE TABLE issuance_lease (
    name        TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    holder      TEXT COLLATE "C" NOT NULL,
    fence       BIGINT NOT NULL CHECK (fence >= 1),
    expires_at  BIGINT NOT NULL
);

CREATE TABLE challenge (
    id          TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    kind        TEXT COLLATE "C" NOT NULL,
    expires_at  BIGINT NOT NULL,
    body        BYTEA NOT NULL,
    version     BIGINT NOT NULL CHECK (version >= 1),
    key_id      BIGINT NOT NULL REFERENCES key_ring (id)
);
CREATE INDEX challenge_key ON challenge (key_id);

-- Which nodes answer a challenge already.
CREATE TABLE challenge_seen (
    challenge   TEXT COLLATE "C" NOT NULL REFERENCES challenge (id) ON DELETE CASCADE,
    node        TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (challenge, node)
);

-- Accounts at public authorities, and the roots of Redoubt's own.
CREATE TABLE issuer_key (
    id          TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    created_at  BIGINT NOT NULL,
    private_key BYTEA NOT NULL,
    detail      BYTEA NOT NULL,
    version     BIGINT NOT NULL CHECK (version >= 1),
    key_id      BIGINT NOT NULL REFERENCES key_ring (id)
);
CREATE INDEX issuer_key_key ON issuer_key (key_id);
