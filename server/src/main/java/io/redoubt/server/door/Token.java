package io.redoubt.server.door;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/// 256 random bits that let somebody in. Only its digest is kept.
///
/// @param digest SHA-256, in hexadecimal
record Token(String secret, String digest) {

    private static final int BYTES = 32;
    /// Longer than any that was made.
    private static final int LONGEST = 64;

    static Token fresh(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return of(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /// What somebody shows.
    static Token of(String shown) {
        String secret = shown.length() <= LONGEST ? shown : "";
        return new Token(secret, digest(secret));
    }

    /// Takes equally long wherever the two differ.
    boolean isThatOf(String known) {
        return MessageDigest.isEqual(
                digest.getBytes(StandardCharsets.US_ASCII), known.getBytes(StandardCharsets.US_ASCII));
    }

    private static String digest(String secret) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "Token[hidden]";
    }
}
