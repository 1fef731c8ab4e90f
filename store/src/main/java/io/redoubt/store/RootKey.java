package io.redoubt.store;

import java.security.MessageDigest;
import java.security.SecureRandom;

/// The key above all keys: 32 bytes that exist only where the operator keeps them and in this process.
public final class RootKey {

    public static final int LENGTH = 32;

    private final byte[] bytes;

    private RootKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /// @throws IllegalArgumentException unless there are exactly 32 bytes
    public static RootKey of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a root key has " + LENGTH + " bytes, not " + bytes.length);
        }
        return new RootKey(bytes.clone());
    }

    public static RootKey generate(SecureRandom random) {
        byte[] bytes = new byte[LENGTH];
        random.nextBytes(bytes);
        return new RootKey(bytes);
    }

    /// A copy of the key: the one way out.
    public byte[] reveal() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RootKey key && MessageDigest.isEqual(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return 1;
    }

    @Override
    public String toString() {
        return "(root key)";
    }
}
