package io.redoubt.ledger;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Stands in an event for personal data: HMAC-SHA-256 of the data under a random salt of 32 bytes. Data and salt are
/// kept apart, as an `Opening`; once that is erased, the commitment tells nothing, and every proof still holds.
public final class Commitment {

    private static final int LENGTH = 32;

    private final byte[] mac;

    private Commitment(byte[] mac) {
        this.mac = mac;
    }

    /// What opens a commitment. Its bytes are personal data.
    public static final class Opening {

        private final byte[] salt;
        private final byte[] payload;

        /// @param salt 32 bytes
        public Opening(byte[] salt, byte[] payload) {
            if (salt.length != LENGTH) {
                throw new IllegalArgumentException("a salt has 32 bytes");
            }
            this.salt = salt.clone();
            this.payload = payload.clone();
        }

        /// With a salt of its own, so that equal data cannot be told by equal commitments.
        public static Opening of(byte[] payload, SecureRandom random) {
            byte[] salt = new byte[LENGTH];
            random.nextBytes(salt);
            return new Opening(salt, payload);
        }

        public byte[] salt() {
            return salt.clone();
        }

        public byte[] payload() {
            return payload.clone();
        }

        public Commitment commitment() {
            return new Commitment(hmac(salt, payload));
        }

        @Override
        public String toString() {
            return "Opening(hidden)";
        }
    }

    private static byte[] hmac(byte[] key, byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has HmacSHA256", e);
        }
    }

    /// As it stands in an event's details.
    public Json json() {
        return Json.of("hmac-sha256:" + Base64.getEncoder().encodeToString(mac));
    }

    /// Reads it back from an event's details; empty where that is no commitment.
    public static Optional<Commitment> of(@Nullable Json json) {
        if (!(json instanceof Json.Text(String text)) || !text.startsWith("hmac-sha256:")) {
            return Optional.empty();
        }
        try {
            byte[] mac = Base64.getDecoder().decode(text.substring("hmac-sha256:".length()));
            return mac.length == LENGTH ? Optional.of(new Commitment(mac)) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// Whether this is what was committed to.
    public boolean isOpenedBy(Opening opening) {
        return MessageDigest.isEqual(mac, opening.commitment().mac);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Commitment that && MessageDigest.isEqual(mac, that.mac);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(mac);
    }

    @Override
    public String toString() {
        return "hmac-sha256:" + Base64.getEncoder().encodeToString(mac);
    }
}
