package io.redoubt.store.barrier;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/// A sealed value as it lies in the database: format (1 byte, 1), key id (4), version of the row (8), then nonce (12),
/// ciphertext of digest (32, of the row's clear values) and value, tag (16). Numbers are big-endian; the key id is not
/// negative, the version positive.
final class Sealed {

    static final int FORMAT = 1;
    static final int HEADER = 1 + Integer.BYTES + Long.BYTES;
    static final int OVERHEAD = HEADER + 12 + Neighbours.LENGTH + 16;

    /// The largest value that the barrier takes.
    static final int LARGEST_VALUE = 16 * 1024 * 1024;

    private final int keyId;
    private final long version;
    private final byte[] bytes;

    private Sealed(int keyId, long version, byte[] bytes) {
        this.keyId = keyId;
        this.version = version;
        this.bytes = bytes;
    }

    /// @param ciphertext nonce, ciphertext and tag
    static byte[] toBytes(int keyId, long version, byte[] ciphertext) {
        return ByteBuffer.allocate(HEADER + ciphertext.length)
                .put((byte) FORMAT)
                .putInt(keyId)
                .putLong(version)
                .put(ciphertext)
                .array();
    }

    /// Nothing when these bytes cannot be a sealed value.
    static Optional<Sealed> parse(byte[] bytes) {
        if (bytes.length < OVERHEAD || bytes.length > OVERHEAD + LARGEST_VALUE) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int format = buffer.get();
        int keyId = buffer.getInt();
        long version = buffer.getLong();
        if (format != FORMAT || keyId < 0 || version < 1) {
            return Optional.empty();
        }
        return Optional.of(new Sealed(keyId, version, bytes));
    }

    int keyId() {
        return keyId;
    }

    long version() {
        return version;
    }

    /// Nonce, ciphertext and tag.
    byte[] ciphertext() {
        return Arrays.copyOfRange(bytes, HEADER, bytes.length);
    }
}
