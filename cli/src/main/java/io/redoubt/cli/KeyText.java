package io.redoubt.cli;

import io.redoubt.assembly.Instance;
import io.redoubt.store.Keys.KeyStatus;
import java.io.PrintStream;
import java.time.temporal.ChronoUnit;

/// The keys that an instance is sealed under, a line each.
final class KeyText {

    private KeyText() {}

    static void print(Instance instance, PrintStream out) {
        out.println("root key: " + instance.place().key().name());
        for (KeyStatus key : instance.store().keys().status()) {
            out.println("data key %d   made %s   %d rows%s"
                    .formatted(
                            key.id(),
                            key.createdAt().truncatedTo(ChronoUnit.SECONDS),
                            key.rows(),
                            key.newest() ? "   in use" : ""));
        }
    }
}
