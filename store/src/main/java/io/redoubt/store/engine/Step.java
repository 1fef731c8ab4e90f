package io.redoubt.store.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// One migration of the schema.
///
/// @param version from 1, rising
/// @param kind    what it may do
/// @param what    in words joined by `_`
/// @param sql     its statements
public record Step(int version, Kind kind, String what, String sql) {

    /// First all nodes learn the new, then the old is taken away.
    public enum Kind {
        /// Adds; the release before still works with the result.
        EXPAND,
        /// Takes away what only older releases need.
        CONTRACT
    }

    /// Those of this release.
    static List<Step> of(Dialect dialect) {
        return List.of(
                resource(dialect, 1, Kind.EXPAND, "create"),
                resource(dialect, 2, Kind.EXPAND, "ledger_at_work"),
                resource(dialect, 3, Kind.EXPAND, "one_index_of_the_outbox"),
                resource(dialect, 4, Kind.EXPAND, "certificates"),
                resource(dialect, 5, Kind.EXPAND, "jobs"),
                resource(dialect, 6, Kind.EXPAND, "published_checkpoints"));
    }

    String fileName() {
        return "V" + version + "__" + what + ".sql";
    }

    private static Step resource(Dialect dialect, int version, Kind kind, String what) {
        String name = dialect.folder() + "/V" + version + "__" + what + ".sql";
        try (InputStream content = Step.class.getResourceAsStream(name)) {
            if (content == null) {
                throw new IllegalStateException("the migration " + name + " is not in this build");
            }
            return new Step(version, kind, what, new String(content.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
