package io.redoubt.store.table;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A table: the one place that says which of its columns are sealed, and so how its rows are written and read.
public final class Table {

    static final Column VERSION = Column.number("version");
    static final Column KEY_ID = Column.number("key_id");

    private final String name;
    private final List<Column> key;
    private final Seal seal;
    private final Guard guard;
    private final List<Column> all;
    private final List<Column> sealed;
    private final List<Column> clear;
    private final Map<String, Integer> positions;
    private final String orderBy;

    /// @param name    as in the database, for ever: it is bound into every seal
    /// @param key     the primary key
    /// @param columns all others, without `version` and `key_id`, which every table with sealed columns has
    /// @param order   in which rows are copied: the primary key, or a column that the database itself counts up
    Table(String name, List<Column> key, List<Column> columns, Seal seal, Guard guard, List<String> order) {
        this.name = name;
        this.key = List.copyOf(key);
        this.seal = seal;
        this.guard = guard;
        this.all = Stream.of(key, columns, barrier(seal)).flatMap(List::stream).toList();
        this.sealed = columns.stream()
                .filter(column -> column.kind() == Column.Kind.SEALED)
                .toList();
        this.clear = columns.stream()
                .filter(column -> column.kind() != Column.Kind.SEALED)
                .sorted(Comparator.comparing(Column::name))
                .toList();
        this.positions = IntStream.range(0, all.size())
                .boxed()
                .collect(Collectors.toUnmodifiableMap(at -> all.get(at).name(), Function.identity()));
        this.orderBy = "ORDER BY " + String.join(", ", order);
    }

    Table(String name, List<Column> key, List<Column> columns, Seal seal, Guard guard) {
        this(name, key, columns, seal, guard, key.stream().map(Column::name).toList());
    }

    /// Under which key the sealed columns of a table are sealed.
    enum Seal {
        /// There are none.
        NONE,
        /// The data key that `key_id` names.
        DATA,
        /// The root key.
        ROOT
    }

    /// Whether a rolled-back row of a table would give somebody power again, so that the ledger keeps its versions.
    enum Guard {
        NONE,
        LEDGER
    }

    public String name() {
        return name;
    }

    List<Column> key() {
        return key;
    }

    Seal seal() {
        return seal;
    }

    Guard guard() {
        return guard;
    }

    public List<Column> sealed() {
        return sealed;
    }

    /// What is bound into the seals of a row beside its key and version, ordered by name.
    List<Column> clear() {
        return clear;
    }

    /// Where a column stands in `all()`.
    int position(String column) {
        Integer position = positions.get(column);
        if (position == null) {
            throw new IllegalArgumentException(name + " has no column " + column);
        }
        return position;
    }

    /// Every column in the database, in the order in which `select()` gives and `insert()` takes them.
    List<Column> all() {
        return all;
    }

    /// Every column but the key.
    List<Column> updated() {
        return all.subList(key.size(), all.size());
    }

    /// All columns of all rows, to be continued.
    String select() {
        return "SELECT " + names() + " FROM " + name + " ";
    }

    String insert() {
        return "INSERT INTO " + name + " (" + names() + ") VALUES (" + "?, ".repeat(all.size() - 1) + "?)";
    }

    /// Of one row at one version; the arguments are `updated()`, the key and the version.
    String update() {
        String assignments =
                updated().stream().map(column -> column.name() + " = ?").collect(Collectors.joining(", "));
        return "UPDATE " + name + " SET " + assignments + " WHERE " + whereKey() + " AND version = ?";
    }

    /// Of one row at one version; the arguments are the key and the version.
    String delete() {
        return "DELETE FROM " + name + " WHERE " + whereKey() + " AND version = ?";
    }

    /// `a = ? AND b = ?` of the primary key.
    String whereKey() {
        return key.stream().map(column -> column.name() + " = ?").collect(Collectors.joining(" AND "));
    }

    String orderBy() {
        return orderBy;
    }

    private static List<Column> barrier(Seal seal) {
        return switch (seal) {
            case NONE -> List.of();
            case DATA -> List.of(VERSION, KEY_ID);
            case ROOT -> List.of(VERSION);
        };
    }

    private String names() {
        return all.stream().map(Column::name).collect(Collectors.joining(", "));
    }
}
