package io.redoubt.data;

import io.redoubt.control.Control;
import io.redoubt.policy.References;
import java.time.InstantSource;
import java.util.List;

/// The table of this section's controls.
final class DataControls {

    private DataControls() {}

    static List<Control<?>> of(
            List<Database> databases, References references, DatabaseLook look, InstantSource clock) {
        return List.of(new DatabaseEncryptedInTransitControl(databases, references, look, clock));
    }

    static List<Control<?>> ofStore(OwnStore own, InstantSource clock) {
        return List.of(
                new RootKeyApartControl(own.name(), own.directory(), own.key(), clock), new AtRestControl(own, clock));
    }
}
