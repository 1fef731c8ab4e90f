package io.redoubt.store.barrier;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.SequencedMap;

/// The clear values of a row, as a digest that is sealed with each of its sealed values.
public final class Neighbours {

    static final int LENGTH = 32;

    private static final byte[] DOMAIN = "redoubt.row.1".getBytes(StandardCharsets.UTF_8);

    private final byte[] digest;

    private Neighbours(byte[] digest) {
        this.digest = digest;
    }

    /// @param clear ordered by name, the columns that are not null; one that a later release adds is null in old rows,
    /// so that their
    ///              seals stay valid
    public static Neighbours of(SequencedMap<String, String> clear) {
        Parts parts = new Parts().add(DOMAIN).add(clear.size());
        for (Map.Entry<String, String> entry : clear.entrySet()) {
            parts.add(entry.getKey()).add(entry.getValue());
        }
        try {
            return new Neighbours(MessageDigest.getInstance("SHA-256").digest(parts.toBytes()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK lacks SHA-256", e);
        }
    }

    byte[] digest() {
        return digest;
    }
}
