package io.redoubt.store.engine;

import io.redoubt.policy.Problem;
import io.redoubt.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Optional;

/// What the two engines say differently.
public enum Dialect {
    SQLITE {
        // The driver would begin the next transaction at each commit, and so hold the write lock while idle.
        @Override
        void begin(Connection connection, Engine.Mode mode) throws SQLException {
            execute(connection, mode == Engine.Mode.WRITE ? "BEGIN IMMEDIATE" : "BEGIN");
        }

        @Override
        void commit(Connection connection) throws SQLException {
            execute(connection, "COMMIT");
        }

        @Override
        void rollBack(Connection connection) throws SQLException {
            execute(connection, "ROLLBACK");
        }

        @Override
        boolean isRetryable(SQLException e) {
            return false;
        }

        @Override
        boolean isReadOnly(SQLException e) {
            return (e.getErrorCode() & 0xff) == 8;
        }

        // https://www.sqlite.org/rescode.html; the low byte is the primary code.
        @Override
        StoreException translate(SQLException e) {
            if (e instanceof SqliteFiles.Displaced displaced) {
                return new StoreException.Unavailable(displaced.problem(), e);
            }
            return switch (e.getErrorCode() & 0xff) {
                case 5, 6 ->
                    unavailable("the database is locked by another process", "let one redoubt at a time use it", e);
                case 8 ->
                    unavailable("the database is read-only", "give redoubt write access to its data directory", e);
                case 10, 14 ->
                    unavailable(
                            "the database file cannot be read or written",
                            "check disk, owner and mode of the data directory",
                            e);
                case 11, 26 ->
                    new StoreException.Damaged(
                            Problem.of("the database file is damaged", "restore it from a backup"), e);
                case 13 -> unavailable("the disk is full", "free space where the data directory is", e);
                case 19 -> conflict(e);
                default -> unavailable("the database failed with code " + e.getErrorCode(), "see the log", e);
            };
        }
    },
    POSTGRESQL {
        @Override
        void begin(Connection connection, Engine.Mode mode) {
            // The driver begins with the first statement; its pool has set isolation and mode.
        }

        @Override
        void commit(Connection connection) throws SQLException {
            connection.commit();
        }

        @Override
        void rollBack(Connection connection) throws SQLException {
            connection.rollback();
        }

        @Override
        boolean isRetryable(SQLException e) {
            return "40001".equals(e.getSQLState()) || "40P01".equals(e.getSQLState());
        }

        @Override
        boolean isReadOnly(SQLException e) {
            return "25006".equals(e.getSQLState());
        }

        // https://www.postgresql.org/docs/current/errcodes-appendix.html
        @Override
        StoreException translate(SQLException e) {
            String state = e.getSQLState() == null ? "" : e.getSQLState();
            if (state.startsWith("23") || state.startsWith("40")) {
                return conflict(e);
            }
            Optional<Problem> tls = TlsFailure.of(e);
            if (tls.isPresent()) {
                return new StoreException.Unavailable(tls.get(), e);
            }
            if (state.startsWith("08") || state.startsWith("57P")) {
                return unavailable(
                        "the database is not reached; whether the last change was kept is not known",
                        "check that PostgreSQL runs and is reached, then look again",
                        e);
            }
            if (state.startsWith("28")) {
                return unavailable("the database refuses the user or its password", "check them", e);
            }
            if (state.startsWith("XX")) {
                return new StoreException.Damaged(
                        Problem.of("the database is damaged (" + state + ")", "restore it from a backup"), e);
            }
            return switch (state) {
                case Departure.STATE -> Departure.refusal(e);
                case "55P03" ->
                    unavailable("another node is writing to the database", "stop the other nodes, then try again", e);
                case "53100" ->
                    unavailable("the database's disk is full", "free space where PostgreSQL keeps its data", e);
                case "25006" -> unavailable("the database is read-only", "connect to the primary", e);
                case "42501", "58030" ->
                    unavailable(
                            "the database's files or tables can't be written to",
                            "check its disk, and what its user may do",
                            e);
                default -> unavailable("the database failed with state " + state, "see the log", e);
            };
        }
    };

    /// Where its migrations lie.
    String folder() {
        return name().toLowerCase(Locale.ROOT);
    }

    abstract void begin(Connection connection, Engine.Mode mode) throws SQLException;

    abstract void commit(Connection connection) throws SQLException;

    abstract void rollBack(Connection connection) throws SQLException;

    private static void execute(Connection connection, String command) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(command);
        }
    }

    /// Whether the transaction lost against another and would pass when run again.
    abstract boolean isRetryable(SQLException e);

    /// Whether nothing can be written through this connection.
    abstract boolean isReadOnly(SQLException e);

    abstract StoreException translate(SQLException e);

    private static StoreException unavailable(String what, String mend, SQLException cause) {
        return new StoreException.Unavailable(Problem.of(what, mend), cause);
    }

    private static StoreException conflict(SQLException cause) {
        return new StoreException.Conflict(
                Problem.of("another change was first, or a row is still referred to", "read again, then decide"),
                cause);
    }
}
