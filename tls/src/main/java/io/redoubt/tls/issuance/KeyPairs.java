package io.redoubt.tls.issuance;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/// Keys on the curve P-256, which every client knows.
public final class KeyPairs {

    private KeyPairs() {}

    public static KeyPair generate(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this runtime has no P-256", e);
        }
    }

    /// Both halves as one line of text.
    public static String write(KeyPair keys) {
        Base64.Encoder base64 = Base64.getEncoder();
        return base64.encodeToString(keys.getPublic().getEncoded()) + " "
                + base64.encodeToString(keys.getPrivate().getEncoded());
    }

    /// @param line as it was written
    public static KeyPair read(String line) {
        try {
            int space = line.indexOf(' ');
            Base64.Decoder base64 = Base64.getDecoder();
            KeyFactory factory = KeyFactory.getInstance("EC");
            return new KeyPair(
                    factory.generatePublic(new X509EncodedKeySpec(base64.decode(line.substring(0, space)))),
                    factory.generatePrivate(new PKCS8EncodedKeySpec(base64.decode(line.substring(space + 1)))));
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new IllegalStateException("a key of the store can't be read", e);
        }
    }

    /// Whether what the private key signs the public key verifies.
    public static boolean belong(PrivateKey secret, PublicKey open, SecureRandom random) {
        String algorithm = switch (secret.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> secret.getAlgorithm();
        };
        byte[] challenge = new byte[32];
        random.nextBytes(challenge);
        try {
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(secret, random);
            signer.update(challenge);
            byte[] signature = signer.sign();
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(open);
            verifier.update(challenge);
            return verifier.verify(signature);
        } catch (GeneralSecurityException _) {
            return false;
        }
    }
}
