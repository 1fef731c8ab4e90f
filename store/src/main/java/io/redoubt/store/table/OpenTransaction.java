package io.redoubt.store.table;

import io.redoubt.store.ChallengeBoard;
import io.redoubt.store.Changes;
import io.redoubt.store.Epoch;
import io.redoubt.store.Issuance;
import io.redoubt.store.IssuedCertificates;
import io.redoubt.store.IssuerKeys;
import io.redoubt.store.LedgerKeys;
import io.redoubt.store.Outbox;
import io.redoubt.store.Payloads;
import io.redoubt.store.PolicyRevisions;
import io.redoubt.store.Posture;
import io.redoubt.store.PublishedCheckpoints;
import io.redoubt.store.Secrets;
import io.redoubt.store.Transaction;
import io.redoubt.store.VersionRecorder;
import io.redoubt.store.engine.Sql;
import java.security.SecureRandom;

/// The ports over one connection.
final class OpenTransaction implements Transaction {

    private final Sql sql;
    private final TransactionKeys keys;
    private final Rows rows;
    private final SecureRandom random;

    OpenTransaction(Sql sql, TransactionKeys keys, VersionRecorder recorder, SecureRandom random) {
        this.sql = sql;
        this.keys = keys;
        this.rows = new Rows(sql, keys, row -> recorder.wrote(this, row));
        this.random = random;
    }

    TransactionKeys keys() {
        return keys;
    }

    Rows rows() {
        return rows;
    }

    Sql sql() {
        return sql;
    }

    @Override
    public PolicyRevisions revisions() {
        return new SealedPolicyRevisions(sql, rows);
    }

    @Override
    public Posture posture() {
        return new SealedPosture(sql, rows, keys);
    }

    @Override
    public Changes changes() {
        return new SealedChanges(rows, keys);
    }

    @Override
    public Outbox outbox() {
        return new SealedOutbox(sql, rows);
    }

    @Override
    public LedgerKeys ledgerKeys() {
        return new SealedLedgerKeys(sql, rows);
    }

    @Override
    public PublishedCheckpoints publishedCheckpoints() {
        return new ClearPublishedCheckpoints(sql);
    }

    @Override
    public Payloads payloads() {
        return new SealedPayloads(rows);
    }

    @Override
    public Secrets secrets() {
        return new SealedSecrets(rows, keys, random);
    }

    @Override
    public Epoch epoch() {
        return new SealedEpoch(rows);
    }

    @Override
    public IssuedCertificates certificates() {
        return new SealedIssuedCertificates(rows, keys);
    }

    @Override
    public Issuance issuance() {
        return new SealedIssuance(sql, rows, keys);
    }

    @Override
    public ChallengeBoard challenges() {
        return new SealedChallengeBoard(sql, rows);
    }

    @Override
    public IssuerKeys issuerKeys() {
        return new SealedIssuerKeys(rows);
    }
}
