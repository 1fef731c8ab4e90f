package io.redoubt.incident;

import io.redoubt.control.Control;
import java.util.List;

/// The controls of this section.
final class IncidentsControls {

    private IncidentsControls() {}

    static List<Control<?>> of(IncidentsPolicy policy) {
        return List.of();
    }
}
