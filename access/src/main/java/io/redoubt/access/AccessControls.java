package io.redoubt.access;

import io.redoubt.control.Control;
import java.util.List;

/// The controls of this section.
final class AccessControls {

    private AccessControls() {}

    static List<Control<?>> of(AuthorizationPolicy policy) {
        return List.of();
    }
}
