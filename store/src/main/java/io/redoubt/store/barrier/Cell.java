package io.redoubt.store.barrier;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/// Where a sealed value stands. Its place is authenticated with it, and a digest of its row's clear values is sealed
/// with
/// it, so that a value opens nowhere else and beside no other neighbours.
///
/// @param table  the table's name
/// @param key    the values of its primary key, in order
/// @param column the sealed column
/// @param clear  the clear columns of the row that are not null; a column that a later release adds is null in old
/// rows,
///               so that their seals stay valid
public record Cell(String table, List<String> key, String column, SortedMap<String, String> clear) {

    static final int DIGEST = 32;

    private static final byte[] PLACE = "redoubt.cell.1".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NEIGHBOURS = "redoubt.row.1".getBytes(StandardCharsets.UTF_8);

    /// What AES-GCM authenticates beside the value. Every part is preceded by its length, so no two places give the
    /// same.
    byte[] place(int keyId, long version) {
        Parts parts = new Parts().add(PLACE).add(table).add(key.size());
        key.forEach(parts::add);
        return parts.add(column).add(keyId).add(version).toBytes();
    }

    /// What is sealed before the value.
    byte[] neighbours() {
        Parts parts = new Parts().add(NEIGHBOURS).add(clear.size());
        for (Map.Entry<String, String> entry : clear.entrySet()) {
            parts.add(entry.getKey()).add(entry.getValue());
        }
        try {
            return MessageDigest.getInstance("SHA-256").digest(parts.toBytes());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK lacks SHA-256", e);
        }
    }

    /// As errors name it: the table, the row's key and the column, none of which tells a name or a value.
    @Override
    public String toString() {
        return table + "/" + String.join("/", key) + "." + column;
    }

    private static final class Parts {

        private ByteBuffer buffer = ByteBuffer.allocate(192);

        Parts add(String text) {
            return add(text.getBytes(StandardCharsets.UTF_8));
        }

        Parts add(byte[] bytes) {
            room(Integer.BYTES + bytes.length).putInt(bytes.length).put(bytes);
            return this;
        }

        Parts add(int number) {
            room(Integer.BYTES).putInt(number);
            return this;
        }

        Parts add(long number) {
            room(Long.BYTES).putLong(number);
            return this;
        }

        byte[] toBytes() {
            byte[] bytes = new byte[buffer.position()];
            buffer.flip().get(bytes);
            return bytes;
        }

        private ByteBuffer room(int length) {
            if (buffer.remaining() < length) {
                buffer = ByteBuffer.allocate(2 * (buffer.position() + length)).put(buffer.flip());
            }
            return buffer;
        }
    }
}
