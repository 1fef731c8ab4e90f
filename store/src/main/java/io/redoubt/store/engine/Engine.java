package io.redoubt.store.engine;

import com.zaxxer.hikari.HikariDataSource;
import io.redoubt.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One database, opened and migrated. Every transaction sees one snapshot, on both engines.
public final class Engine implements AutoCloseable {

    private static final int MOST_TRIES = 20;

    private final Dialect dialect;
    private final HikariDataSource writers;
    private final HikariDataSource readers;

    Engine(Dialect dialect, HikariDataSource writers, HikariDataSource readers) {
        this.dialect = dialect;
        this.writers = writers;
        this.readers = readers;
    }

    public Dialect dialect() {
        return dialect;
    }

    /// When it returns, what `work` wrote is durable. `work` runs again when its transaction lost against another.
    public <T extends @Nullable Object> T write(Function<Sql, T> work) {
        for (int tries = 1; ; tries++) {
            try {
                return run(writers, work);
            } catch (SQLException e) {
                if (tries == MOST_TRIES || !dialect.isRetryable(e)) {
                    throw dialect.translate(e);
                }
            }
        }
    }

    /// Runs `work` on a snapshot that it cannot change.
    public <T extends @Nullable Object> T read(Function<Sql, T> work) {
        try {
            return run(readers, work);
        } catch (SQLException e) {
            throw dialect.translate(e);
        }
    }

    private <T extends @Nullable Object> T run(HikariDataSource pool, Function<Sql, T> work) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            boolean done = false;
            try {
                T result = work.apply(new Sql(connection, dialect));
                connection.commit();
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
    }

    /// A connection that cannot even roll back is not used again.
    private static void rollBack(HikariDataSource pool, Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException _) {
            pool.evictConnection(connection);
        }
    }

    /// @throws StoreException.Unavailable when the last pages could not be written; what was acknowledged is safe
    @Override
    public void close() {
        readers.close();
        writers.close();
    }
}
