package io.redoubt.store.engine;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Keeps a PostgreSQL store aside before its schema is changed: sealed as it is, in an SQLite file of the schema that
/// it has by then. So it goes by the tables that are there, not by those that this release knows.
///
/// @param place  where the file goes: `NAME.before-VERSION`
/// @param steps  the migrations of SQLite, which have the numbers of PostgreSQL's
record PostgresCopy(Path place, List<Step> steps) {

    private static final int ROWS_AT_ONCE = 500;

    PostgresCopy {
        steps = List.copyOf(steps);
    }

    /// @param version of the schema that is there
    void make(DataSource database, int version) {
        List<Step> present =
                steps.stream().filter(step -> step.version() <= version).toList();
        SqliteCopy.make(place.resolveSibling(place.getFileName() + ".before-" + (version + 1)), draft -> {
            try (Connection connection = database.getConnection();
                    Engine target = SqliteEngine.open(draft, present)) {
                connection.setAutoCommit(false);
                connection.setReadOnly(true);
                connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                Sql from = new Sql(connection, Dialect.POSTGRESQL);
                target.write(to -> copy(from, to));
                connection.rollback();
            } catch (Sql.Failure e) {
                throw e.reason();
            }
        });
    }

    private static int copy(Sql from, Sql to) {
        // Rows come in the order of their tables' names, and refer to others.
        to.update("PRAGMA defer_foreign_keys = ON");
        int rows = 0;
        for (String table : tables(from)) {
            rows += copy(table, from, to);
        }
        return rows;
    }

    /// But the history of Flyway, which the copy has by being made, and jobs, which whoever runs them makes anew.
    private static List<String> tables(Sql from) {
        return from.list("""
                SELECT table_name FROM information_schema.tables
                WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'
                    AND table_name NOT IN ('flyway_schema_history', 'job')
                ORDER BY table_name
                """, row -> row.getString(1));
    }

    private static int copy(String table, Sql from, Sql to) {
        List<String> columns = from.list("""
                SELECT column_name FROM information_schema.columns
                WHERE table_schema = current_schema() AND table_name = ? ORDER BY ordinal_position
                """, row -> row.getString(1), table);
        String names = String.join(", ", columns);
        String insert = "INSERT INTO " + table + " (" + names + ") VALUES (" + "?, ".repeat(columns.size() - 1) + "?)";
        List<@Nullable Object[]> batch = new ArrayList<>();
        int[] rows = {0};
        from.each("SELECT " + names + " FROM " + table, row -> {
            batch.add(values(row, columns.size()));
            rows[0]++;
            if (batch.size() == ROWS_AT_ONCE) {
                to.updateAll(insert, batch);
                batch.clear();
            }
        });
        if (!batch.isEmpty()) {
            to.updateAll(insert, batch);
        }
        return rows[0];
    }

    private static @Nullable Object[] values(ResultSet row, int columns) throws SQLException {
        @Nullable Object[] values = new @Nullable Object[columns];
        for (int i = 0; i < columns; i++) {
            values[i] = row.getObject(i + 1);
        }
        return values;
    }
}
