package io.redoubt.store.engine;

import java.sql.SQLException;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/// What stood in the way of a migration, in one line: the database's own words, without the statement and its values.
final class MigrationFailure {

    private MigrationFailure() {}

    static String cause(FlywayException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return said(sql);
            }
        }
        // What follows the first sentence are options of Flyway's.
        return firstLine(e.getMessage()).split("\\. ", 2)[0];
    }

    private static String said(SQLException e) {
        String words = e instanceof PSQLException own && own.getServerErrorMessage() != null
                ? own.getServerErrorMessage().getMessage()
                : e.getMessage();
        return firstLine(words) + (e.getSQLState() == null ? "" : " (" + e.getSQLState() + ")");
    }

    private static String firstLine(@Nullable String words) {
        return String.valueOf(words).lines().findFirst().orElse("").strip();
    }
}
