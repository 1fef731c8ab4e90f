package io.redoubt.secrets;

import io.redoubt.control.Control;
import java.util.List;

/// The controls of this section.
final class SecretsControls {

    private SecretsControls() {}

    static List<Control<?>> of(SecretsPolicy policy) {
        return List.of();
    }
}
