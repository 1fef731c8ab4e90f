package io.redoubt.assembly;

import io.redoubt.policy.Confidential;
import io.redoubt.policy.References;
import io.redoubt.policy.Secret;
import io.redoubt.store.PostgresAddress;
import java.nio.file.Path;
import java.util.Optional;

/// Where the store of an instance lies.
public sealed interface StorePlace {

    /// In the data directory.
    record InDirectory() implements StorePlace {}

    /// In a PostgreSQL, whose address is looked up when it is used.
    ///
    /// @param trust the roots for the server's certificate
    record InPostgresql(Confidential url, Optional<Path> trust, References references) implements StorePlace {

        /// @throws io.redoubt.policy.ProblemException when it is not found, or is none
        PostgresAddress address() {
            Secret found = url.resolve(references);
            return PostgresAddress.parse(found.reveal(), trust.orElse(null));
        }
    }

    /// As a policy declares it.
    ///
    /// @param beside the directory of the policy, at which relative paths begin
    static StorePlace of(StorePolicy declared, References references, Path beside) {
        return switch (declared) {
            case StorePolicy.Own _ -> new InDirectory();
            case StorePolicy.Postgresql(Confidential url, Optional<String> trust) ->
                new InPostgresql(url, trust.map(beside::resolve), references);
        };
    }
}
