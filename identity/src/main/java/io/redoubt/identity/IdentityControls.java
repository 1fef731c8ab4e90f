package io.redoubt.identity;

import io.redoubt.control.Control;
import java.util.List;

/// The controls of this section.
final class IdentityControls {

    private IdentityControls() {}

    static List<Control<?>> of(AuthenticationPolicy policy) {
        return List.of();
    }
}
