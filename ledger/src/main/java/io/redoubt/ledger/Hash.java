package io.redoubt.ledger;

import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// A SHA-256 hash of the Merkle tree.
public final class Hash {

    public static final int LENGTH = 32;

    private final byte[] bytes;

    private Hash(byte[] bytes) {
        this.bytes = bytes;
    }

    public static Hash of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a hash has 32 bytes, not " + bytes.length);
        }
        return new Hash(bytes.clone());
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Hash hash && Arrays.equals(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /// Base 64, as in a checkpoint.
    @Override
    public String toString() {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
