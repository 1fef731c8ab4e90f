package io.redoubt.store;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A store with a root key of its own, which a test can close, open again, and write to behind its back.
abstract class StoreUnderTest implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");

    final KeyFile key;
    final Map<List<String>, RowVersion> ledger = new HashMap<>();
    Store store;

    StoreUnderTest(Path directory) {
        key = new KeyFile(directory.resolve("keys/root.key"), new SecureRandom());
    }

    void open() {
        open(key);
    }

    abstract void open(RootKeySource source);

    @Override
    public abstract void close();

    /// What no test needs any more.
    void discard() {}

    abstract Connection behind() throws SQLException;

    void reopen() {
        close();
        open();
    }

    /// What the ledger will know of guarded rows.
    void record(Transaction transaction, RowVersion row) {
        ledger.put(List.of(row.table(), row.row()), row);
    }

    VersionLedger versions() {
        List<RowVersion> copy = new ArrayList<>(ledger.values());
        return () -> copy;
    }

    /// Does to the database what someone with its password can do.
    int tamper(String sql, Object... arguments) {
        try (Connection connection = behind();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    byte[] cell(String sql, Object... arguments) {
        try (Connection connection = behind();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBytes(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static InstantSource clock() {
        return InstantSource.fixed(NOW);
    }

    static final class OnSqlite extends StoreUnderTest {

        final Path path;
        private DataDirectory directory;

        OnSqlite(Path directory) {
            super(directory);
            path = directory.resolve("shop");
            open();
        }

        @Override
        void open(RootKeySource source) {
            directory = DataDirectory.openOrCreate(path);
            try {
                store = Store.open(directory, source, this::record, clock(), new SecureRandom());
            } catch (RuntimeException e) {
                directory.close();
                throw e;
            }
        }

        @Override
        Connection behind() throws SQLException {
            return DriverManager.getConnection("jdbc:sqlite:" + path.resolve("store.db") + "?foreign_keys=true");
        }

        @Override
        public void close() {
            store.close();
            directory.close();
        }
    }

    static final class OnPostgres extends StoreUnderTest {

        final PostgresAddress address;
        private final PostgresCluster cluster;

        OnPostgres(Path directory, PostgresAddress address, PostgresCluster cluster) {
            super(directory);
            this.address = address;
            this.cluster = cluster;
            open();
        }

        @Override
        void open(RootKeySource source) {
            store = another(source);
        }

        /// As another node does.
        Store another(RootKeySource source) {
            return Store.open(address, Store.Contract.REFUSED, source, this::record, clock(), new SecureRandom());
        }

        @Override
        Connection behind() throws SQLException {
            Connection connection = cluster.connect(address.database());
            connection.setSchema("redoubt");
            return connection;
        }

        @Override
        void discard() {
            cluster.drop(address);
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
