package io.redoubt.assembly;

import io.redoubt.policy.Problem;
import io.redoubt.policy.ProblemException;
import io.redoubt.store.CopiedTable;
import io.redoubt.store.DataDirectory;
import io.redoubt.store.PostgresAddress;
import io.redoubt.store.Store;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.List;
import java.util.function.LongConsumer;

/// Moves the store of an instance to where the policy declares it, or back into the data directory.
public final class StoreMigration {

    /// Where it goes.
    public enum Target {
        POSTGRESQL,
        EMBEDDED
    }

    private StoreMigration() {}

    /// @param progress told of rows that were copied since it was told last
    /// @return what was copied, table by table
    /// @throws ProblemException when the policy names no PostgreSQL
    public static List<CopiedTable> run(InstancePlace place, Target target, LongConsumer progress) {
        if (!(place.store() instanceof StorePlace.InPostgresql postgresql)) {
            throw new ProblemException(Problem.of(
                    "the policy names no PostgreSQL to move the store to or from",
                    "declare it: store: { postgresql: { url: { env: REDOUBT_DB_URL } } }"));
        }
        PostgresAddress address = postgresql.address();
        if (target == Target.POSTGRESQL && !Files.exists(place.data(), LinkOption.NOFOLLOW_LINKS)) {
            throw new ProblemException(Problem.of(
                    "there is no data directory " + place.data(), "name the one that has the store, with --data"));
        }
        try (DataDirectory directory = DataDirectory.openOrCreate(place.data())) {
            return switch (target) {
                case POSTGRESQL -> Store.migrate(directory, address, progress);
                case EMBEDDED -> {
                    NodeName node = NodeName.of(directory.ledger());
                    yield Store.migrate(address, directory, directory + " on " + node.text(), progress);
                }
            };
        }
    }
}
