package io.redoubt.store.engine;

import com.zaxxer.hikari.HikariDataSource;
import io.redoubt.policy.Problem;
import io.redoubt.store.StoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// One database, opened and migrated. Every transaction sees one snapshot, on both engines.
public final class Engine implements AutoCloseable {

    private static final int MOST_TRIES = 20;

    private final Dialect dialect;
    private final HikariDataSource writers;
    private final HikariDataSource readers;
    private final HikariDataSource jobs;
    private final @Nullable SqliteFiles files;

    /// @param jobs  may be the writers'
    /// @param files where they are this process's own
    Engine(
            Dialect dialect,
            HikariDataSource writers,
            HikariDataSource readers,
            HikariDataSource jobs,
            @Nullable SqliteFiles files) {
        this.dialect = dialect;
        this.writers = writers;
        this.readers = readers;
        this.jobs = jobs;
        this.files = files;
    }

    /// Connections for the table `job`; each statement is a transaction.
    public DataSource jobs() {
        return jobs;
    }

    public Dialect dialect() {
        return dialect;
    }

    /// When it returns, what `work` wrote is durable, and is where the next process looks for it. `work` runs again
    /// when its transaction lost against another.
    public <T extends @Nullable Object> T write(Function<Sql, T> work) {
        for (int tries = 1; ; tries++) {
            try {
                T result = run(writers, Mode.WRITE, work);
                requireInPlace();
                return result;
            } catch (SQLException e) {
                if (tries == MOST_TRIES || !dialect.isRetryable(e)) {
                    throw translate(e);
                }
            }
        }
    }

    /// Runs `work` on a snapshot that it cannot change.
    public <T extends @Nullable Object> T read(Function<Sql, T> work) {
        try {
            return run(readers, Mode.READ, work);
        } catch (SQLException e) {
            throw translate(e);
        }
    }

    /// A pool that gives no connection in time says why in the cause, when it knows.
    private StoreException translate(SQLException e) {
        if (e instanceof SQLTransientConnectionException) {
            return e.getCause() instanceof SQLException cause
                    ? dialect.translate(cause)
                    : new StoreException.Unavailable(
                            Problem.of("the database gave no connection in time", "see what keeps it busy"), e);
        }
        return dialect.translate(e);
    }

    private <T extends @Nullable Object> T run(HikariDataSource pool, Mode mode, Function<Sql, T> work)
            throws SQLException {
        try (Connection connection = pool.getConnection()) {
            try {
                return run(pool, connection, mode, work);
            } catch (SQLException e) {
                if (dialect.isReadOnly(e)) {
                    // Opened while nothing could be written, it stays so; the next one may find that mended.
                    pool.evictConnection(connection);
                }
                throw e;
            }
        }
    }

    private <T extends @Nullable Object> T run(
            HikariDataSource pool, Connection connection, Mode mode, Function<Sql, T> work) throws SQLException {
        dialect.begin(connection, mode);
        boolean done = false;
        try {
            if (mode == Mode.WRITE) {
                // Also before: what is given back then lacks nothing and holds nothing that was refused.
                requireInPlace();
            }
            T result = work.apply(new Sql(connection, dialect));
            dialect.commit(connection);
            done = true;
            return result;
        } catch (Sql.Failure e) {
            throw e.reason();
        } finally {
            if (!done) {
                rollBack(pool, connection);
            }
        }
    }

    private void requireInPlace() throws SQLException {
        if (files != null) {
            files.requireInPlace();
        }
    }

    /// What a transaction is for.
    enum Mode {
        READ,
        WRITE
    }

    /// One state of an SQLite database in a file of its own; writers do not wait.
    public void copyInto(Path copy) {
        SqliteFiles open = files;
        if (open == null) {
            throw new IllegalStateException("only SQLite copies itself");
        }
        SqliteCopy.make(copy, open::copyInto);
    }

    /// A connection that cannot even roll back is not used again.
    private void rollBack(HikariDataSource pool, Connection connection) {
        try {
            dialect.rollBack(connection);
        } catch (SQLException _) {
            pool.evictConnection(connection);
        }
    }

    /// @throws StoreException.Unavailable when the last pages could not be written; what was acknowledged is safe
    @Override
    public void close() {
        jobs.close();
        readers.close();
        writers.close();
        if (files != null) {
            try {
                files.close();
            } catch (SQLException e) {
                throw dialect.translate(e);
            }
        }
    }
}
