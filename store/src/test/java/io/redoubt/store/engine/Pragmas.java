package io.redoubt.store.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What the connection that writes is set to.
public final class Pragmas {

    private Pragmas() {}

    public static Map<String, String> of(Path file) {
        try (Engine engine = SqliteEngine.open(file)) {
            return engine.write(sql ->
                    List.of("synchronous", "foreign_keys", "secure_delete", "trusted_schema", "busy_timeout").stream()
                            .collect(Collectors.toMap(
                                    Function.identity(), name -> Long.toString(sql.number("PRAGMA " + name)))));
        }
    }
}
