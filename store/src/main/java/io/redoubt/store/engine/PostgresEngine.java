package io.redoubt.store.engine;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import io.redoubt.policy.Problem;
import io.redoubt.store.PostgresAddress;
import io.redoubt.store.Store;
import io.redoubt.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/// PostgreSQL, shared by the nodes. Redoubt keeps to a schema of its own.
public final class PostgresEngine {

    private static final String SCHEMA = "redoubt";
    private static final int CONNECTIONS = 8;
    private static final int JOB_CONNECTIONS = 2;
    private static final int CONNECT_SECONDS = 10;

    /// For the few words that are exchanged before there is work: whoever does not answer them does not work.
    private static final int OPENING_SECONDS = 10;

    /// For statements: a migration may take long.
    private static final int ANSWER_SECONDS = 120;

    private PostgresEngine() {}

    /// Makes the schema, or migrates it without a copy.
    ///
    /// @param contract whether a step may take away what nodes of the release before still need
    public static Engine open(PostgresAddress address, Store.Contract contract) {
        return open(address, contract, Step.of(Dialect.POSTGRESQL));
    }

    /// Makes the schema, or migrates it after copying what is there to `PLACE.before-VERSION`.
    public static Engine open(PostgresAddress address, Path place) {
        return open(address, new PostgresCopy(place, Step.of(Dialect.SQLITE)), Step.of(Dialect.POSTGRESQL));
    }

    /// Opens a store that was moved elsewhere, as it was left there.
    public static Engine openDeparted(PostgresAddress address) {
        return opening(address, () -> pools(source(address)));
    }

    /// Where the store of this database was moved to, if it was.
    public static Optional<String> movedTo(PostgresAddress address) {
        return opening(address, () -> {
            try (Connection connection = greeting(address).getConnection()) {
                return Departure.of(connection);
            }
        });
    }

    static Engine open(PostgresAddress address, Store.Contract contract, List<Step> steps) {
        return open(address, steps, (_, version, pending) -> judge(contract, version, pending));
    }

    static Engine open(PostgresAddress address, PostgresCopy copy, List<Step> steps) {
        return open(address, steps, (source, version, _) -> copy.make(source, version));
    }

    /// Done before a schema that is there is changed.
    @FunctionalInterface
    private interface Precaution {
        void before(DataSource database, int version, List<Step> pending);
    }

    private static Engine open(PostgresAddress address, List<Step> steps, Precaution precaution) {
        Optional<String> departed = movedTo(address);
        if (departed.isPresent()) {
            throw Departure.refusal(address, departed.get());
        }
        return opening(address, () -> {
            insistOnDurability(greeting(address));
            PGSimpleDataSource source = source(address);
            new Migrations(source, steps)
                    .run(
                            Flyway.configure().schemas(SCHEMA).defaultSchema(SCHEMA),
                            (version, pending) -> precaution.before(source, version, pending));
            return pools(source);
        });
    }

    private static Engine pools(PGSimpleDataSource source) {
        return new Engine(
                Dialect.POSTGRESQL,
                pool(source, "store-writer", false),
                pool(source, "store-reader", true),
                jobPool(source),
                null);
    }

    /// What is done with the database.
    @FunctionalInterface
    private interface Attempt<T> {
        T make() throws SQLException;
    }

    private static <T> T opening(PostgresAddress address, Attempt<T> attempt) {
        try {
            return attempt.make();
        } catch (SQLException e) {
            throw OpeningFailure.of(e, address, OPENING_SECONDS);
        } catch (HikariPool.PoolInitializationException e) {
            throw e.getCause() instanceof SQLException cause ? OpeningFailure.of(cause, address, OPENING_SECONDS) : e;
        }
    }

    /// Without a copy only what can lose something asks.
    private static void judge(Store.Contract contract, int version, List<Step> pending) {
        if (contract == Store.Contract.REFUSED
                && pending.stream().anyMatch(step -> step.kind() == Step.Kind.CONTRACT)) {
            throw new StoreException.Refused(Problem.of(
                    "the migration of the database from schema " + version + " takes away what older nodes need",
                    "update every node, then migrate it from the data directory of one, where a copy is kept"));
        }
    }

    private static void insistOnDurability(PGSimpleDataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            for (String setting : List.of("fsync", "full_page_writes")) {
                try (ResultSet row = statement.executeQuery("SHOW " + setting)) {
                    if (!row.next() || !"on".equals(row.getString(1))) {
                        throw new StoreException.Refused(Problem.of(
                                "PostgreSQL runs with " + setting + " off, and would lose what it has acknowledged",
                                "set " + setting + " = on in postgresql.conf and reload"));
                    }
                }
            }
        }
    }

    private static HikariDataSource pool(PGSimpleDataSource source, String name, boolean readOnly) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(source);
        config.setPoolName(name);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setAutoCommit(false);
        config.setReadOnly(readOnly);
        config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
        config.setConnectionTimeout(CONNECT_SECONDS * 1000L);
        return new HikariDataSource(config);
    }

    /// Who claims a job that another was first to claim sees that, and is not told of a failed transaction.
    private static HikariDataSource jobPool(PGSimpleDataSource source) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(source);
        config.setPoolName("store-jobs");
        config.setMaximumPoolSize(JOB_CONNECTIONS);
        config.setMinimumIdle(0);
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.setConnectionTimeout(CONNECT_SECONDS * 1000L);
        return new HikariDataSource(config);
    }

    /// Where a server that takes connections and says nothing is given up soon.
    private static PGSimpleDataSource greeting(PostgresAddress address) {
        PGSimpleDataSource source = source(address);
        source.setSocketTimeout(OPENING_SECONDS);
        return source;
    }

    private static PGSimpleDataSource source(PostgresAddress address) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {address.host()});
        source.setPortNumbers(new int[] {address.port()});
        source.setDatabaseName(address.database());
        source.setUser(address.user());
        source.setPassword(new String(address.password().reveal(), StandardCharsets.UTF_8));
        source.setCurrentSchema(SCHEMA);
        source.setApplicationName("redoubt");
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setLoginTimeout(OPENING_SECONDS);
        source.setSocketTimeout(ANSWER_SECONDS);
        // Whatever the server's default is: an acknowledged write is on its disk.
        source.setOptions("-c synchronous_commit=on");
        if (address.isOnThisMachine()) {
            source.setSslMode("prefer");
        } else {
            source.setSslMode("verify-full");
            if (address.trust() == null) {
                source.setSslfactory("org.postgresql.ssl.DefaultJavaSSLFactory");
            } else {
                source.setSslRootCert(address.trust().toString());
            }
        }
        return source;
    }
}
