package io.redoubt.network;

import io.redoubt.control.Control;
import java.util.List;

/// The controls of this section.
final class NetworkControls {

    private NetworkControls() {}

    static List<Control<?>> of(NetworkPolicy policy) {
        return List.of();
    }
}
