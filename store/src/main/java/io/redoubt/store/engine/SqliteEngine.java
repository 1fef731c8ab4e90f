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
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteOpenMode;

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
            SQLiteDataSource source = new HardenedSource(file, Engine.Mode.WRITE);
            new Migrations(source, steps).run(Flyway.configure(), (version, _) -> keepAside(source, file, version));
            SqliteFiles files = SqliteFiles.open(file, source);
            try {
                return over(file, files);
            } catch (RuntimeException e) {
                files.close();
                throw e;
            }
        } catch (SQLException e) {
            throw Dialect.SQLITE.translate(e);
        } catch (HikariPool.PoolInitializationException e) {
            throw e.getCause() instanceof SQLException cause ? Dialect.SQLITE.translate(cause) : e;
        } catch (IOException e) {
            throw new StoreException.Refused(
                    Problem.of("the database " + file + " could not be made", "check owner, mode and space"), e);
        }
    }

    private static Engine over(Path file, SqliteFiles files) {
        // One writer for all, so that they queue for it and never find the file locked.
        HikariDataSource writer = pool(new InPlaceSource(file, Engine.Mode.WRITE, files), 1, "store-writer");
        HikariDataSource readers = pool(new InPlaceSource(file, Engine.Mode.READ, files), READERS, "store-reader");
        return new Engine(Dialect.SQLITE, writer, readers, writer, files);
    }

    /// SQLite gives its WAL the mode of the database.
    private static void prepare(Path file) throws IOException {
        if (Files.isSymbolicLink(file)) {
            throw new StoreException.Refused(
                    Problem.of("the database " + file + " is a symbolic link", "put the file itself there"));
        }
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            Path log = SqliteFiles.log(file);
            if (Files.exists(log, LinkOption.NOFOLLOW_LINKS)) {
                // SQLite would remove it beside a new database.
                throw new StoreException.Refused(Problem.of(
                        "the database " + file + " is gone, and " + log + " holds its last changes",
                        "put the database back where it was; or move that file away and restore from a backup"));
            }
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

    private static SQLiteConfig config() {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_MILLIS);
        // One that is not there was made before, with its mode.
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        return config;
    }

    private static void keepAside(SQLiteDataSource source, Path file, int version) {
        SqliteCopy.make(file.resolveSibling(file.getFileName() + ".before-" + (version + 1)), draft -> {
            try (Connection connection = source.getConnection()) {
                SqliteFiles.copy(connection, draft);
            }
        });
    }

    /// What SQLite offers against a database file that someone else has written to.
    private static class HardenedSource extends SQLiteDataSource {

        private final Engine.Mode mode;

        HardenedSource(Path file, Engine.Mode mode) {
            super(config());
            this.mode = mode;
            setUrl("jdbc:sqlite:" + file.toAbsolutePath());
        }

        @Override
        public SQLiteConnection getConnection(String user, String password) throws SQLException {
            SQLiteConnection connection = super.getConnection(user, password);
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

    /// Opens no other database under the name of this one, and makes no second log beside the one in use.
    private static final class InPlaceSource extends HardenedSource {

        private final SqliteFiles files;

        InPlaceSource(Path file, Engine.Mode mode, SqliteFiles files) {
            super(file, mode);
            this.files = files;
        }

        @Override
        public SQLiteConnection getConnection(String user, String password) throws SQLException {
            files.requireInPlace();
            SQLiteConnection connection = super.getConnection(user, password);
            try {
                files.requireInPlace();
                return connection;
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        }
    }
}
