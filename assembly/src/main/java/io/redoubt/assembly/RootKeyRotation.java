package io.redoubt.assembly;

import io.redoubt.control.Journal;
import io.redoubt.ledger.Event;
import io.redoubt.ledger.Json;
import io.redoubt.store.Credential;
import io.redoubt.store.KeyFile;
import io.redoubt.store.Passphrase;
import io.redoubt.store.RootKeyChange;
import io.redoubt.store.RootKeySource;
import io.redoubt.store.Store;
import java.util.Map;
import java.util.function.Consumer;

/// Puts another root key in the place of the present one, and records that in the same transaction.
record RootKeyRotation(InstancePlace place, Store store, Journal journal, NewEvents events) {

    /// @param told of each step when it is done
    /// @return what the root key comes from now
    RootKeySource run(
            RootKeySource present, RootKeyChange.Target target, String actor, Consumer<RootKeyChange.Step> told) {
        Event event = events.next(
                "root-key.rotated",
                actor,
                "store:" + place.name(),
                Map.of("from", Json.of(form(present)), "to", Json.of(form(present, target))));
        RootKeySource now = place.change()
                .run(store.keys(), present, target, transaction -> journal.record(transaction, event), told);
        journal.settle();
        return now;
    }

    private static String form(RootKeySource present, RootKeyChange.Target target) {
        return switch (target) {
            case RootKeyChange.Target.Renewed() -> form(present);
            case RootKeyChange.Target.InFile(KeyFile file) -> form(file);
            case RootKeyChange.Target.ByPassphrase() -> "passphrase";
        };
    }

    private static String form(RootKeySource source) {
        return switch (source) {
            case KeyFile _ -> "file";
            case Credential _ -> "credential";
            case Passphrase _ -> "passphrase";
        };
    }
}
