package io.redoubt.testkit;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The keys that certificates are forged with. RSA keys are slow to make, so that each kind has one for a whole run.
public enum KeyKind {
    RSA_1024("RSA", 1024),
    RSA_2048("RSA", 2048),
    RSA_3072("RSA", 3072),
    RSA_4096("RSA", 4096),
    EC_P256("EC", 256),
    EC_P384("EC", 384),
    ED25519("Ed25519", 256),
    DSA_2048("DSA", 2048);

    private static final Map<KeyKind, KeyPair> SHARED = new ConcurrentHashMap<>();

    private final String algorithm;
    private final int bits;

    KeyKind(String algorithm, int bits) {
        this.algorithm = algorithm;
        this.bits = bits;
    }

    /// The same pair each time.
    KeyPair shared() {
        return SHARED.computeIfAbsent(this, KeyKind::generate);
    }

    /// A new pair, so that an issuer and a leaf of one kind differ.
    KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            switch (algorithm) {
                case "EC" -> generator.initialize(new ECGenParameterSpec("secp" + bits + "r1"));
                case "RSA", "DSA" -> generator.initialize(bits);
                default -> {
                    // Ed25519 has one size.
                }
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The signature algorithm that goes with this key, as the JDK names it.
    String signature(String hash) {
        return switch (algorithm) {
            case "EC" -> hash + "withECDSA";
            case "RSA" -> hash + "withRSA";
            case "DSA" -> hash + "withDSA";
            default -> algorithm;
        };
    }
}
