package io.redoubt.ledger;

import io.redoubt.policy.Problem;
import io.redoubt.policy.ProblemException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Who verifies a checkpoint needs this: a name and an Ed25519 public key. Its text is the verifier key of C2SP
/// signed-note: `name+hash+base64`.
public final class VerifierKey {

    private static final byte ED25519 = 1;
    private static final int LONGEST_NAME = 255;
    private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b6570032100");

    private final String name;
    private final byte[] publicKey;
    private final byte[] id;
    private final PublicKey key;

    /// @param publicKey 32 bytes (RFC 8032)
    public VerifierKey(String name, byte[] publicKey) {
        if (!isName(name)) {
            throw new IllegalArgumentException("a key's name has 1 to 255 characters, no space and no '+': " + name);
        }
        if (publicKey.length != 32) {
            throw new IllegalArgumentException("an Ed25519 public key has 32 bytes");
        }
        byte[] encoded = Arrays.copyOf(X509, X509.length + publicKey.length);
        System.arraycopy(publicKey, 0, encoded, X509.length, publicKey.length);
        try {
            this.key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not an Ed25519 public key", e);
        }
        this.name = name;
        this.publicKey = publicKey.clone();
        this.id = idOf(name, typed(publicKey));
    }

    /// @throws ProblemException when the text is no verifier key
    public static VerifierKey parse(String text) {
        String[] parts = text.strip().split("\\+", 3);
        if (parts.length < 3) {
            throw notAKey(text, null);
        }
        try {
            byte[] id = HexFormat.of().parseHex(parts[1]);
            byte[] key = Base64.getDecoder().decode(parts[2]);
            if (key.length == 33 && key[0] == ED25519 && Arrays.equals(id, idOf(parts[0], key))) {
                return new VerifierKey(parts[0], Arrays.copyOfRange(key, 1, key.length));
            }
        } catch (IllegalArgumentException e) {
            throw notAKey(text, e);
        }
        throw notAKey(text, null);
    }

    private static ProblemException notAKey(String text, @Nullable Exception cause) {
        String shown = text.length() > 100 ? text.substring(0, 100) + "…" : text;
        ProblemException problem = new ProblemException(Problem.of(
                "'" + shown.strip() + "' is not a verifier key", "give it as it was exported: name+hash+base64"));
        if (cause != null) {
            problem.initCause(cause);
        }
        return problem;
    }

    static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= LONGEST_NAME
                && name.codePoints()
                        .noneMatch(c -> c == '+'
                                || Character.isWhitespace(c)
                                || Character.isSpaceChar(c)
                                || Character.isISOControl(c));
    }

    private static byte[] typed(byte[] publicKey) {
        byte[] typed = new byte[publicKey.length + 1];
        typed[0] = ED25519;
        System.arraycopy(publicKey, 0, typed, 1, publicKey.length);
        return typed;
    }

    private static byte[] idOf(String name, byte[] typedKey) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update((name + "\n").getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(sha256.digest(typedKey), 4);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    public String name() {
        return name;
    }

    public byte[] publicKey() {
        return publicKey.clone();
    }

    /// The four bytes that a signature line begins with.
    public byte[] id() {
        return id.clone();
    }

    public boolean verifies(byte[] message, byte[] signature) {
        try {
            Signature ed25519 = Ed25519.of(Ed25519.provider());
            ed25519.initVerify(key);
            ed25519.update(message);
            return ed25519.verify(signature);
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof VerifierKey that && name.equals(that.name) && Arrays.equals(publicKey, that.publicKey);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(publicKey);
    }

    @Override
    public String toString() {
        return name
                + "+"
                + HexFormat.of().formatHex(id)
                + "+"
                + Base64.getEncoder().encodeToString(typed(publicKey));
    }
}
