package io.redoubt.data;

import io.redoubt.ledger.VerifierKey;

/// Whose signature a backup carries; without a valid one it is refused.
public sealed interface BackupSignature {

    /// Of a key that was noted down before.
    record ByKnownKey(VerifierKey key) implements BackupSignature {}

    /// Of the key that it brings along: it agrees with itself, which a forged one does too. Compare the key.
    record ByItsOwnKey(VerifierKey key) implements BackupSignature {}
}
