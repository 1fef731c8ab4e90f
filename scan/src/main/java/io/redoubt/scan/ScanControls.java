package io.redoubt.scan;

import io.redoubt.control.Control;
import java.util.List;

/// The controls of this section.
final class ScanControls {

    private ScanControls() {}

    static List<Control<?>> of(ScanningPolicy policy) {
        return List.of();
    }
}
