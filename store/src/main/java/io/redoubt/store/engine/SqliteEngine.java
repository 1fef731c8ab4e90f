package io.redoubt.store.engine;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import io.redoubt.policy.Problem;
import io.redoubt.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/// SQLite in one file, for one process. Commits are forced to the disk (WAL, `synchronous=FULL`); writers queue.
public final class SqliteEngine {

    private static final int READERS = 4;
    private static final int BUSY_MILLIS = 10_000;

    private SqliteEngine() {}

    /// Makes the database, or migrates it after copying it to `FILE.before-VERSION`.
    public static Engine open(Path file) {
        return open(file, Step.of(Dialect.SQLITE));
    }

    static Engine open(Path file, List<Step> steps) {
        try {
            prepare(file);
            SQLiteDataSource source = source(file, Engine.Mode.WRITE);
            new Migrations(source, steps).run(Flyway.configure(), (version, _) -> keepAside(source, file, version));
            // One writer for all, so that they queue for it and never find the file locked.
            HikariDataSource writer = pool(source, 1, "store-writer");
            return new Engine(
                    Dialect.SQLITE, writer, pool(source(file, Engine.Mode.READ), READERS, "store-reader"), writer);
        } catch (SQLException e) {
            throw Dialect.SQLITE.translate(e);
        } catch (HikariPool.PoolInitializationException e) {
            throw e.getCause() instanceof SQLException cause ? Dialect.SQLITE.translate(cause) : e;
        } catch (IOException e) {
            throw new StoreException.Refused(
                    Problem.of("the database " + file + " could not be made", "check owner, mode and space"), e);
        }
    }

    /// SQLite gives its WAL the mode of the database.
    private static void prepare(Path file) throws IOException {
        if (Files.isSymbolicLink(file)) {
            throw new StoreException.Refused(
                    Problem.of("the database " + file + " is a symbolic link", "put the file itself there"));
        }
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            SqliteCopy.createPrivate(file);
        }
    }

    private static HikariDataSource pool(SQLiteDataSource source, int size, String name) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(source);
        config.setPoolName(name);
        config.setMaximumPoolSize(size);
        config.setMaxLifetime(0);
        config.setConnectionTimeout(2 * BUSY_MILLIS);
        return new HikariDataSource(config);
    }

    private static SQLiteDataSource source(Path file, Engine.Mode mode) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_MILLIS);
        return new HardenedSource(config, file, mode);
    }

    /// Into a new file, as one transaction sees it; writers do not wait.
    public static void copy(Path file, Path copy) {
        SqliteCopy.make(copy, draft -> vacuum(source(file, Engine.Mode.WRITE), draft));
    }

    private static void keepAside(SQLiteDataSource source, Path file, int version) {
        SqliteCopy.make(
                file.resolveSibling(file.getFileName() + ".before-" + (version + 1)), draft -> vacuum(source, draft));
    }

    private static void vacuum(SQLiteDataSource source, Path draft) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement("VACUUM INTO ?")) {
            statement.setString(1, draft.toString());
            statement.execute();
        }
    }

    /// What SQLite offers against a database file that someone else has written to.
    private static final class HardenedSource extends SQLiteDataSource {

        private final Engine.Mode mode;

        HardenedSource(SQLiteConfig config, Path file, Engine.Mode mode) {
            super(config);
            this.mode = mode;
            setUrl("jdbc:sqlite:" + file.toAbsolutePath());
        }

        @Override
        public org.sqlite.SQLiteConnection getConnection(String user, String password) throws SQLException {
            org.sqlite.SQLiteConnection connection = super.getConnection(user, password);
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA trusted_schema=OFF");
                statement.execute("PRAGMA cell_size_check=ON");
                statement.execute("PRAGMA secure_delete=ON");
                if (mode == Engine.Mode.READ) {
                    statement.execute("PRAGMA query_only=ON");
                }
                return connection;
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        }
    }
}
