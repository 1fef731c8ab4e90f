package io.redoubt.store.barrier;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// Where a sealed value stands. Its place is authenticated with it, and a digest of its row's clear values is sealed
/// with it, so that a value opens nowhere else and beside no other neighbours.
///
/// @param table      the table's name
/// @param key        the values of its primary key, in order
/// @param column     the sealed column
/// @param neighbours the clear values of its row
public record Cell(String table, List<String> key, String column, Neighbours neighbours) {

    private static final byte[] DOMAIN = "redoubt.cell.1".getBytes(StandardCharsets.UTF_8);

    /// What AES-GCM authenticates beside the value.
    byte[] place(int keyId, long version) {
        Parts parts = new Parts().add(DOMAIN).add(table).add(key.size());
        key.forEach(parts::add);
        return parts.add(column).add(keyId).add(version).toBytes();
    }

    /// As errors name it: the table, the row's key and the column, none of which tells a name or a value.
    @Override
    public String toString() {
        return table + "/" + String.join("/", key) + "." + column;
    }
}
