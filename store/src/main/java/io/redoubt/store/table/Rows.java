package io.redoubt.store.table;

import io.redoubt.policy.Problem;
import io.redoubt.store.RowVersion;
import io.redoubt.store.StoreException;
import io.redoubt.store.barrier.Cell;
import io.redoubt.store.barrier.CellKey;
import io.redoubt.store.barrier.Neighbours;
import io.redoubt.store.engine.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The rows of one transaction. Every sealed column passes here, so no port can forget to seal or to check.
final class Rows {

    private static final byte[] NOTHING = {};

    private final Sql sql;
    private final TransactionKeys keys;
    private final Consumer<RowVersion> wrote;

    /// @param wrote told of every write to a guarded table
    Rows(Sql sql, TransactionKeys keys, Consumer<RowVersion> wrote) {
        this.sql = sql;
        this.keys = keys;
        this.wrote = wrote;
    }

    Optional<Row> find(Table table, Object... key) {
        return select(table, "WHERE " + table.whereKey(), key).stream().findFirst();
    }

    /// @param tail a constant: `WHERE …`, `ORDER BY …`
    List<Row> select(Table table, String tail, @Nullable Object... arguments) {
        return sql.list(table.select() + tail, result -> stored(table, result).open(), arguments);
    }

    /// As `select`, for many rows: opening them takes longer than reading them, and is shared among the processors.
    <T> List<T> selectAs(Table table, String tail, Function<Row, T> of, @Nullable Object... arguments) {
        return sql.list(table.select() + tail, result -> stored(table, result), arguments).parallelStream()
                .map(stored -> of.apply(stored.open()))
                .toList();
    }

    /// A new row, at version 1.
    void insert(Row row) {
        Table table = row.table();
        Optional<CellKey> key = sealing(table);
        row.stands(1, key.map(CellKey::id).orElse(0));
        sql.update(table.insert(), stored(row, table.all(), key).toArray());
        told(row, 1);
    }

    /// The row as it is now, at the next version, unless another has changed it since it was read.
    void update(Row row) {
        update(row, row.version() + 1, sealing(row.table()));
        told(row, row.version());
    }

    /// The same values at the same versions, under the newest key.
    void reseal(Table table, List<Row> rows) {
        Optional<CellKey> key = sealing(table);
        List<@Nullable Object[]> arguments =
                rows.stream().map(row -> moved(row, row.version(), key)).toList();
        int[] changed = sql.updateAll(table.update(), arguments);
        for (int i = 0; i < changed.length; i++) {
            if (changed[i] != 1) {
                throw conflict(rows.get(i).toString());
            }
        }
    }

    /// The same values at the next version, under another root key.
    void rewrap(Row row, CellKey root) {
        update(row, row.version() + 1, Optional.of(root));
        told(row, row.version());
    }

    void delete(Row row) {
        List<@Nullable Object> arguments = new ArrayList<>(key(row));
        arguments.add(row.version());
        if (sql.update(row.table().delete(), arguments.toArray()) != 1) {
            throw conflict(row.toString());
        }
        told(row, 0);
    }

    /// A row that need not open, of a table that the ledger does not guard.
    boolean erase(Table table, Object... key) {
        return sql.update("DELETE FROM " + table.name() + " WHERE " + table.whereKey(), key) == 1;
    }

    private void update(Row row, long next, Optional<CellKey> key) {
        if (sql.update(row.table().update(), moved(row, next, key)) != 1) {
            throw conflict(row.toString());
        }
    }

    /// The arguments of an update that takes a row to another version.
    private static @Nullable Object[] moved(Row row, long next, Optional<CellKey> key) {
        long before = row.version();
        row.stands(next, key.map(CellKey::id).orElse(0));
        List<@Nullable Object> arguments = stored(row, row.table().updated(), key);
        arguments.addAll(key(row));
        arguments.add(before);
        return arguments.toArray();
    }

    static StoreException.Conflict conflict(String row) {
        return new StoreException.Conflict(
                Problem.of(row + " was changed by another meanwhile", "read again, then decide"), null);
    }

    private void told(Row row, long version) {
        if (row.table().guard() == Table.Guard.LEDGER) {
            wrote.accept(new RowVersion(row.table().name(), String.join("/", row.key()), version));
        }
    }

    private Optional<CellKey> sealing(Table table) {
        return switch (table.seal()) {
            case NONE -> Optional.empty();
            case ROOT -> Optional.of(keys.root());
            case DATA -> Optional.of(keys.forSealing());
        };
    }

    private static List<Object> key(Row row) {
        return row.table().key().stream()
                .map(column -> column.kind() == Column.Kind.TEXT
                        ? (Object) row.text(column.name())
                        : (Object) row.number(column.name()))
                .toList();
    }

    /// The columns of a row as they go into the database.
    private static List<@Nullable Object> stored(Row row, List<Column> columns, Optional<CellKey> key) {
        List<String> rowKey = row.key();
        Neighbours neighbours = row.neighbours();
        List<@Nullable Object> values = new ArrayList<>();
        for (Column column : columns) {
            if (column.equals(Table.VERSION)) {
                values.add(row.version());
            } else if (column.equals(Table.KEY_ID)) {
                values.add((long) row.keyId());
            } else if (column.kind() == Column.Kind.SEALED) {
                Cell cell = new Cell(row.table().name(), rowKey, column.name(), neighbours);
                values.add(key.orElseThrow().seal(cell, row.version(), row.bytes(column.name())));
            } else {
                values.add(row.valueOrNull(column.name()));
            }
        }
        return values;
    }

    /// Every row of a table, each still sealed.
    void each(Table table, Consumer<Stored> visitor) {
        sql.each(table.select() + table.orderBy(), result -> visitor.accept(stored(table, result)));
    }

    private Stored stored(Table table, ResultSet result) throws SQLException {
        Row row = new Row(table);
        List<byte[]> sealed = new ArrayList<>(table.sealed().size());
        long version = 0;
        int keyId = 0;
        int at = 0;
        for (Column column : table.all()) {
            at++;
            if (column.equals(Table.VERSION)) {
                version = result.getLong(at);
            } else if (column.equals(Table.KEY_ID)) {
                keyId = result.getInt(at);
            } else if (column.kind() == Column.Kind.SEALED) {
                sealed.add(Objects.requireNonNullElse(result.getBytes(at), NOTHING));
            } else if (column.kind() == Column.Kind.TEXT) {
                row.set(column.name(), result.getString(at));
            } else {
                long number = result.getLong(at);
                row.set(column.name(), result.wasNull() ? null : number);
            }
        }
        row.stands(version, keyId);
        return new Stored(row, sealed);
    }

    /// A row as it lies in the database.
    final class Stored {

        private final Row row;
        private final List<byte[]> sealed;

        /// @param sealed one for each of the table's sealed columns
        Stored(Row row, List<byte[]> sealed) {
            this.row = row;
            this.sealed = sealed;
        }

        /// Its clear columns.
        Row row() {
            return row;
        }

        /// @throws StoreException.Tampered   when a value is not what was sealed there
        /// @throws StoreException.RolledBack when a value belongs to another version of this row
        Row open() {
            boolean byRoot = row.table().seal() == Table.Seal.ROOT;
            List<String> rowKey = row.key();
            Neighbours neighbours = row.neighbours();
            for (int i = 0; i < sealed.size(); i++) {
                Column column = row.table().sealed().get(i);
                byte[] stored = sealed.get(i);
                Cell cell = new Cell(row.table().name(), rowKey, column.name(), neighbours);
                CellKey key = byRoot ? keys.root() : keys.forOpening(cell, stored);
                row.set(column.name(), key.open(cell, row.version(), stored));
                // Else the census would count it under a key that does not open it.
                if (!byRoot && key.id() != row.keyId()) {
                    throw CellKey.tampered(cell);
                }
            }
            return row;
        }
    }
}
