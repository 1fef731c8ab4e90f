package io.redoubt.ledger;

/// Holds the key that signs checkpoints, wherever it is kept. Thread-safe.
public interface Signer {

    /// The Ed25519 public key, 32 bytes (RFC 8032).
    byte[] publicKey();

    /// The Ed25519 signature over the message, 64 bytes.
    byte[] sign(byte[] message);
}
