package io.redoubt.store;

import java.nio.file.Path;

/// The engines that every test of a port runs against, for real.
public enum Backend {
    SQLITE,
    POSTGRESQL;

    StoreUnderTest fresh(Path directory) {
        return switch (this) {
            case SQLITE -> new StoreUnderTest.OnSqlite(directory);
            case POSTGRESQL ->
                new StoreUnderTest.OnPostgres(
                        directory, PostgresCluster.shared().newDatabase(), PostgresCluster.shared());
        };
    }
}
