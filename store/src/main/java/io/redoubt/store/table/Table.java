package io.redoubt.store.table;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A table: the one place that says which of its columns are sealed.
///
/// @param name    as in the database, for ever: it is bound into every seal
/// @param key     the primary key
/// @param columns all others, without `version` and `key_id`, which every table with sealed columns has
/// @param seal    under which key
/// @param guard   whether the ledger keeps the versions of its rows
/// @param order   in which rows are copied: the primary key, or a column that the database itself counts up
public record Table(String name, List<Column> key, List<Column> columns, Seal seal, Guard guard, List<String> order) {

    Table(String name, List<Column> key, List<Column> columns, Seal seal, Guard guard) {
        this(name, key, columns, seal, guard, key.stream().map(Column::name).toList());
    }

    static final Column VERSION = Column.number("version");
    static final Column KEY_ID = Column.number("key_id");

    /// Under which key the sealed columns of a table are sealed.
    public enum Seal {
        /// There are none.
        NONE,
        /// The data key that `key_id` names.
        DATA,
        /// The root key.
        ROOT
    }

    /// Whether a rolled-back row of a table would give somebody power again.
    public enum Guard {
        NONE,
        LEDGER
    }

    public List<Column> sealed() {
        return columns.stream()
                .filter(column -> column.kind() == Column.Kind.SEALED)
                .toList();
    }

    public List<Column> clear() {
        return columns.stream()
                .filter(column -> column.kind() != Column.Kind.SEALED)
                .toList();
    }

    /// Every column in the database, in the order in which rows are copied.
    public List<Column> all() {
        Stream<Column> own = Stream.concat(key.stream(), columns.stream());
        Stream<Column> barrier = switch (seal) {
            case NONE -> Stream.of();
            case ROOT -> Stream.of(VERSION);
            case DATA -> Stream.of(VERSION, KEY_ID);
        };
        return Stream.concat(own, barrier).toList();
    }

    /// `SELECT` of all columns, to be continued.
    String select() {
        return "SELECT " + names(all()) + " FROM " + name + " ";
    }

    String insert() {
        return "INSERT INTO " + name + " (" + names(all()) + ") VALUES (" + "?, ".repeat(all().size() - 1) + "?)";
    }

    /// Every column but the key.
    List<Column> updated() {
        return all().subList(key.size(), all().size());
    }

    /// Of one row at one version; the arguments are `updated()`, the key and the version.
    String update() {
        String assignments =
                updated().stream().map(column -> column.name() + " = ?").collect(Collectors.joining(", "));
        return "UPDATE " + name + " SET " + assignments + " WHERE " + whereKey() + " AND version = ?";
    }

    /// Of one row at one version.
    String delete() {
        return "DELETE FROM " + name + " WHERE " + whereKey() + " AND version = ?";
    }

    /// `a = ? AND b = ?` of the primary key.
    String whereKey() {
        return key.stream().map(column -> column.name() + " = ?").collect(Collectors.joining(" AND "));
    }

    String orderBy() {
        return "ORDER BY " + String.join(", ", order);
    }

    private static String names(List<Column> columns) {
        return columns.stream().map(Column::name).collect(Collectors.joining(", "));
    }
}
