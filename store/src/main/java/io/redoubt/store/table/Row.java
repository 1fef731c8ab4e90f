package io.redoubt.store.table;

import io.redoubt.store.barrier.Neighbours;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// One row, opened. Confined to its transaction.
final class Row {

    private final Table table;
    private final @Nullable Object[] values;
    private long version;
    private int keyId;

    Row(Table table) {
        this.table = table;
        this.values = new Object[table.all().size()];
    }

    Table table() {
        return table;
    }

    Row set(String column, @Nullable Object value) {
        values[table.position(column)] = value;
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
        return (Long) valueOrNull(column);
    }

    byte[] bytes(String column) {
        return (byte[]) value(column);
    }

    @Nullable
    Object valueOrNull(String column) {
        return values[table.position(column)];
    }

    private Object value(String column) {
        return Objects.requireNonNull(valueOrNull(column), () -> table.name() + "." + column + " is null");
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
        List<String> key = new ArrayList<>(table.key().size());
        for (Column column : table.key()) {
            key.add(value(column.name()).toString());
        }
        return key;
    }

    Neighbours neighbours() {
        SequencedMap<String, String> clear = new LinkedHashMap<>();
        for (Column column : table.clear()) {
            Object value = valueOrNull(column.name());
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
