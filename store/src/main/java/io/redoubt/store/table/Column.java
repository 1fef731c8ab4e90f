package io.redoubt.store.table;

/// A column of a table.
///
/// @param name as in the database
/// @param kind what it holds
public record Column(String name, Kind kind) {

    /// What a column holds.
    public enum Kind {
        /// Text that may be read at rest.
        TEXT,
        /// A number or a time (milliseconds since 1970), readable at rest.
        NUMBER,
        /// A value of the barrier.
        SEALED
    }

    static Column text(String name) {
        return new Column(name, Kind.TEXT);
    }

    static Column number(String name) {
        return new Column(name, Kind.NUMBER);
    }

    static Column sealed(String name) {
        return new Column(name, Kind.SEALED);
    }
}
