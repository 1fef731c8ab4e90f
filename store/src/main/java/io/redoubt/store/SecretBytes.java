package io.redoubt.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// Bytes that must not be seen. They do not show in `toString()`, and comparing two of one length takes the same time
/// wherever they differ.
public final class SecretBytes {

    private final byte[] value;

    private SecretBytes(byte[] value) {
        this.value = value;
    }

    public static SecretBytes copyOf(byte[] value) {
        return new SecretBytes(value.clone());
    }

    public static SecretBytes ofUtf8(String value) {
        return new SecretBytes(value.getBytes(StandardCharsets.UTF_8));
    }

    /// A copy of the value: the one way out.
    public byte[] reveal() {
        return value.clone();
    }

    public int length() {
        return value.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SecretBytes secret && MessageDigest.isEqual(value, secret.value);
    }

    /// The same for all: a hash of a secret tells something of it.
    @Override
    public int hashCode() {
        return 1;
    }

    @Override
    public String toString() {
        return "(secret)";
    }
}
