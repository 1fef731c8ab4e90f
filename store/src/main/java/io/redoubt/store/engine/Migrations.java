package io.redoubt.store.engine;

import io.redoubt.policy.Problem;
import io.redoubt.store.StoreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jspecify.annotations.Nullable;

/// Brings a database to the schema of this release: what is there is kept aside first, then expand, then contract.
final class Migrations {

    private static final String HISTORY = "flyway_schema_history";

    private final DataSource database;
    private final List<Step> steps;

    Migrations(DataSource database, List<Step> steps) {
        this.database = database;
        this.steps = steps;
    }

    /// Done before an existing schema is changed.
    @FunctionalInterface
    interface Precaution {
        void before(int version, List<Step> pending) throws SQLException;
    }

    /// @param configured which schema Flyway works in
    void run(FluentConfiguration configured, Precaution precaution) throws SQLException {
        int current = current(configured.getDefaultSchema());
        int newest = steps.getLast().version();
        if (current > newest) {
            throw new StoreException.Refused(Problem.of(
                    "the database has schema " + current + ", and this redoubt knows " + newest,
                    "use the newer redoubt that migrated it"));
        }
        if (current == newest) {
            return;
        }
        if (current > 0) {
            precaution.before(
                    current,
                    steps.stream().filter(step -> step.version() > current).toList());
        }
        try {
            Flyway flyway = configured
                    .dataSource(database)
                    // Else it logs through whatever it finds, and the command line would show it.
                    .loggers("slf4j")
                    .table(HISTORY)
                    .resourceProvider(new StepResources(steps))
                    .javaMigrationClassProvider(List::of)
                    .load();
            flyway.migrate();
        } catch (FlywayException e) {
            throw new StoreException.Refused(
                    Problem.of(
                            "the database could not be brought from schema " + current + " to " + newest + ": "
                                    + MigrationFailure.cause(e),
                            "nothing of the failed step was kept; mend the cause and start again"),
                    e);
        }
    }

    /// 0 where there is no schema yet.
    ///
    /// @param schema what Flyway works in, null for SQLite. The connection's own would be null where that is not
    ///               there, and then one that was put aside under another name would be taken for it.
    private int current(@Nullable String schema) throws SQLException {
        try (Connection connection = database.getConnection();
                ResultSet tables = connection.getMetaData().getTables(null, schema, HISTORY, null)) {
            if (!tables.next()) {
                return 0;
            }
            int current = 0;
            try (Statement statement = connection.createStatement();
                    ResultSet versions = statement.executeQuery(
                            "SELECT version FROM " + HISTORY + " WHERE version IS NOT NULL AND success")) {
                while (versions.next()) {
                    current = Math.max(current, Integer.parseInt(versions.getString(1)));
                }
            }
            return current;
        }
    }
}
