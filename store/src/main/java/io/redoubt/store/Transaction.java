package io.redoubt.store;

/// The ports of one transaction. It is over when the work that got it returns.
public interface Transaction {

    PolicyRevisions revisions();

    Posture posture();

    Changes changes();

    Outbox outbox();

    LedgerKeys ledgerKeys();

    PublishedCheckpoints publishedCheckpoints();

    Payloads payloads();

    Secrets secrets();

    Epoch epoch();

    IssuedCertificates certificates();

    Issuance issuance();

    ChallengeBoard challenges();

    IssuerKeys issuerKeys();
}
