package io.redoubt.data;

import io.redoubt.control.Control;
import java.time.InstantSource;
import java.util.List;

/// The table of this section's controls.
final class DataControls {

    private DataControls() {}

    static List<Control<?>> of(List<DatabaseTarget> databases, DatabaseLook look, InstantSource clock) {
        return List.of(new DatabaseEncryptedInTransitControl(databases, look, clock));
    }
}
