package io.redoubt.data;

import io.redoubt.policy.Confidential;
import io.redoubt.policy.Key;
import io.redoubt.policy.Shape;
import io.redoubt.policy.Texts;
import io.redoubt.policy.Urls;
import java.util.List;

/// A database of the service.
///
/// @param url `postgresql://host[:port]/name`, or where to find it
public record Database(String name, Confidential url) {

    private static final Key<String> NAME = Key.required("name", Texts.NAME, "as backups and reports call it");
    private static final Key<Confidential> URL = Key.required(
            "url",
            Confidential.orLiteral(
                    Urls.of("a PostgreSQL URL", "postgresql://db.example.com:5432/shop", "postgresql", "postgres")),
            "`postgresql://host:port/name`; with a password in it only as `{ env: X }`, `{ file: P }` or `{ secret: P }`");

    static final Shape<Database> SHAPE =
            Shape.of("a database", List.of(NAME, URL), values -> new Database(values.get(NAME), values.get(URL)));
}
