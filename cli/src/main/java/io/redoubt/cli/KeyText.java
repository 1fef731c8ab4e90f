package io.redoubt.cli;

import io.redoubt.assembly.Instance;
import io.redoubt.store.Credential;
import io.redoubt.store.KeyFile;
import io.redoubt.store.Keys.KeyStatus;
import io.redoubt.store.Passphrase;
import io.redoubt.store.RootKeySource;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// The keys that an instance is sealed under, a line each.
final class KeyText {

    private KeyText() {}

    static void print(Instance instance, PrintStream out) {
        print(instance, instance.rootKey(), out);
    }

    /// @param root what the root key comes from now
    static void print(Instance instance, RootKeySource root, PrintStream out) {
        out.println("root key: " + root.name());
        List<Path> former = switch (root) {
            case KeyFile file -> file.former();
            case Passphrase passphrase -> passphrase.former();
            case Credential _ -> List.of();
        };
        former.forEach(file -> out.println("former root key: " + file + ", of what was written before"));
        if (!root.equals(instance.place().key()) && root.equals(instance.rootKey())) {
            out.println("its change did not come to its end: redoubt key rotate --root");
        }
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
