package io.redoubt.assembly;

import io.redoubt.policy.Choice;
import io.redoubt.policy.Confidential;
import io.redoubt.policy.Key;
import io.redoubt.policy.Origin;
import io.redoubt.policy.Reader;
import io.redoubt.policy.ScalarType;
import io.redoubt.policy.Shape;
import io.redoubt.policy.Texts;
import io.redoubt.policy.Type;
import io.redoubt.policy.Urls;
import io.redoubt.policy.Values;
import java.util.List;
import java.util.Optional;

/// The key `store`: where Redoubt keeps what it must not forget.
public sealed interface StorePolicy {

    /// In the data directory, for one machine.
    enum Own implements StorePolicy {
        EMBEDDED
    }

    /// In a PostgreSQL, which several machines may share.
    ///
    /// @param url   `postgresql://USER:PASSWORD@HOST[:PORT]/DATABASE`, or where to find it
    /// @param trust a PEM file with the roots for the server's certificate, as written in the policy
    record Postgresql(Confidential url, Optional<String> trust) implements StorePolicy {}

    Type<StorePolicy> TYPE = Choice.<StorePolicy>of("a place for the store")
            .word(ScalarType.words("a place for the store", Own.values()))
            .form("postgresql", Keys.POSTGRESQL_SHAPE);

    /// The keys of a place.
    final class Keys {
        private static final Key<Confidential> URL = Key.required(
                "url",
                Confidential.orLiteral(Urls.of(
                        "a PostgreSQL URL",
                        "postgresql://redoubt@db.example.com:5432/redoubt",
                        "postgresql",
                        "postgres")),
                "`postgresql://USER:PASSWORD@HOST:PORT/DATABASE`; with a password in it only as `{ env: X }` or `{ file: P }`");
        private static final Key<String> TRUST = Key.optional(
                "trust",
                Texts.PATH,
                "a PEM file with the roots for the server's certificate; else those of the Java runtime");
        private static final Shape<Values> ADDRESS_SHAPE =
                Shape.of("a server", List.of(URL, TRUST), values -> values).with(Keys::check);
        private static final Key<Values> POSTGRESQL = Key.required(
                "postgresql", ADDRESS_SHAPE, "in a PostgreSQL, 15 or later, which several nodes may share");
        static final Shape<Postgresql> POSTGRESQL_SHAPE = Shape.of(
                "a place for the store",
                List.of(POSTGRESQL),
                values -> new Postgresql(
                        values.get(POSTGRESQL).get(URL), values.get(POSTGRESQL).find(TRUST)));

        private Keys() {}

        /// What is in the store can't say where the store is.
        private static void check(Values server, Origin at, Reader in) {
            if (server.get(URL) instanceof Confidential.Stored) {
                in.problem(
                        at.key("url"),
                        "is kept in the store that it leads to",
                        "take it from { env: NAME } or { file: PATH }");
            }
        }
    }
}
