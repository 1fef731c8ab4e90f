package io.redoubt.assembly;

import io.redoubt.ledger.Ed25519Signer;
import io.redoubt.ledger.LedgerStream;
import io.redoubt.ledger.Signer;
import io.redoubt.ledger.VerifierKey;
import io.redoubt.store.LedgerKeys.LedgerKey;
import io.redoubt.store.SecretBytes;
import io.redoubt.store.Store;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// The keys by which this node signs its ledger, as the store keeps them.
///
/// @param keys newest first
record LedgerSigning(List<LedgerKey> keys) {

    /// Of an Ed25519 key in PKCS #8 and in X.509, the last bytes are the key itself (RFC 8410).
    private static final int LENGTH = 32;

    /// Makes the first key of a node that has none.
    static LedgerSigning of(Store store, String node, Instant now, SecureRandom random) {
        List<LedgerKey> known =
                store.read(transaction -> transaction.ledgerKeys().of(node));
        if (!known.isEmpty()) {
            return new LedgerSigning(known);
        }
        LedgerKey first = generate(node, now, random);
        store.inTransaction(transaction -> {
            transaction.ledgerKeys().add(first);
            return null;
        });
        return new LedgerSigning(List.of(first));
    }

    private static LedgerKey generate(String node, Instant now, SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(NamedParameterSpec.ED25519, random);
            KeyPair pair = generator.generateKeyPair();
            byte[] encoded = pair.getPrivate().getEncoded();
            byte[] seed = tail(encoded);
            try {
                return new LedgerKey(
                        node,
                        1,
                        now,
                        Base64.getEncoder().encodeToString(tail(pair.getPublic().getEncoded())),
                        SecretBytes.copyOf(seed));
            } finally {
                Arrays.fill(encoded, (byte) 0);
                Arrays.fill(seed, (byte) 0);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has Ed25519", e);
        }
    }

    private static byte[] tail(byte[] encoded) {
        return Arrays.copyOfRange(encoded, encoded.length - LENGTH, encoded.length);
    }

    Signer signer() {
        LedgerKey newest = keys.getFirst();
        byte[] seed = newest.seed().reveal();
        try {
            return Ed25519Signer.of(seed, Base64.getDecoder().decode(newest.publicKey()));
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    /// What verifies the checkpoints of a stream, newest first.
    List<VerifierKey> verifiers(String ledger, LedgerStream stream) {
        return keys.stream()
                .map(key -> new VerifierKey(
                        ledger + "/" + stream.directory(), Base64.getDecoder().decode(key.publicKey())))
                .toList();
    }
}
