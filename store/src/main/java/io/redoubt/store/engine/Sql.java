package io.redoubt.store.engine;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Statements on the connection of one transaction. Arguments are text, numbers, bytes or null.
public final class Sql {

    private static final int ROWS_AT_ONCE = 500;

    private final Connection connection;
    private final Dialect dialect;
    // Each is prepared once in a transaction. The pool closes them when it gets the connection back.
    private final Map<String, PreparedStatement> idle = new HashMap<>();

    Sql(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
    }

    /// Makes a value of the row at which the result stands.
    @FunctionalInterface
    public interface Mapper<T> {
        T map(ResultSet row) throws SQLException;
    }

    /// Takes one row after the other; the result may be larger than memory.
    @FunctionalInterface
    public interface Visitor {
        void visit(ResultSet row) throws SQLException;
    }

    public Dialect dialect() {
        return dialect;
    }

    /// The number of rows that it changed.
    public int update(String sql, @Nullable Object... arguments) {
        return with(sql, statement -> {
            bind(statement, arguments);
            return statement.executeUpdate();
        });
    }

    /// The number of rows that each changed, in one exchange with the database.
    public int[] updateAll(String sql, List<@Nullable Object[]> arguments) {
        return with(sql, statement -> {
            for (@Nullable Object[] each : arguments) {
                bind(statement, each);
                statement.addBatch();
            }
            return statement.executeBatch();
        });
    }

    public <T> List<T> list(String sql, Mapper<T> mapper, @Nullable Object... arguments) {
        List<T> rows = new ArrayList<>();
        each(sql, row -> rows.add(mapper.map(row)), arguments);
        return rows;
    }

    public <T> Optional<T> first(String sql, Mapper<T> mapper, @Nullable Object... arguments) {
        return list(sql, mapper, arguments).stream().findFirst();
    }

    public long number(String sql, @Nullable Object... arguments) {
        return first(sql, row -> row.getLong(1), arguments).orElse(0L);
    }

    public void each(String sql, Visitor visitor, @Nullable Object... arguments) {
        with(sql, statement -> {
            bind(statement, arguments);
            statement.setFetchSize(ROWS_AT_ONCE);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    visitor.visit(rows);
                }
            }
            return true;
        });
    }

    /// What is done with a prepared statement.
    @FunctionalInterface
    private interface Use<T> {
        T of(PreparedStatement statement) throws SQLException;
    }

    // Only constants of this module reach `sql`; every value is an argument.
    private <T> T with(String sql, Use<T> use) {
        try {
            // Out of the map while it is in use, for a visitor may run the same statement again.
            PreparedStatement known = idle.remove(sql);
            PreparedStatement statement = known == null ? connection.prepareStatement(sql) : known;
            T result = use.of(statement);
            idle.put(sql, statement);
            return result;
        } catch (SQLException e) {
            throw new Failure(e);
        }
    }

    private static void bind(PreparedStatement statement, @Nullable Object... arguments) throws SQLException {
        for (int i = 0; i < arguments.length; i++) {
            statement.setObject(i + 1, arguments[i]);
        }
    }

    /// Carries the database's complaint to where its transaction ends.
    static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final SQLException reason;

        Failure(SQLException reason) {
            super(reason);
            this.reason = reason;
        }

        SQLException reason() {
            return reason;
        }
    }
}
