package io.redoubt.store.table;

import io.redoubt.store.barrier.Neighbours;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One row, opened. Confined to its transaction.
final class Row {

    private final Table table;
    private final Map<String, Object> values = new HashMap<>();
    private long version;
    private int keyId;

    Row(Table table) {
        this.table = table;
    }

    Table table() {
        return table;
    }

    Row set(String column, @Nullable Object value) {
        if (value == null) {
            values.remove(column);
        } else {
            values.put(column, value);
        }
        return this;
    }

    String text(String column) {
        return (String) value(column);
    }

    long number(String column) {
        return (Long) value(column);
    }

    @Nullable
    Long numberOrNull(String column) {
        return (Long) values.get(column);
    }

    byte[] bytes(String column) {
        return (byte[]) value(column);
    }

    @Nullable
    Object valueOrNull(String column) {
        return values.get(column);
    }

    private Object value(String column) {
        return Objects.requireNonNull(values.get(column), () -> table.name() + "." + column + " is null");
    }

    /// 0 before it is inserted.
    long version() {
        return version;
    }

    int keyId() {
        return keyId;
    }

    void stands(long atVersion, int underKey) {
        version = atVersion;
        keyId = underKey;
    }

    List<String> key() {
        return table.key().stream()
                .map(column -> value(column.name()).toString())
                .toList();
    }

    Neighbours neighbours() {
        SortedMap<String, String> clear = new TreeMap<>();
        for (Column column : table.clear()) {
            Object value = values.get(column.name());
            if (value != null) {
                clear.put(column.name(), value.toString());
            }
        }
        return Neighbours.of(clear);
    }

    /// Names the row, and shows nothing of it.
    @Override
    public String toString() {
        return table.name() + "/" + String.join("/", key());
    }
}
