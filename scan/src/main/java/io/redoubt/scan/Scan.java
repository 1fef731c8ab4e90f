package io.redoubt.scan;

import io.redoubt.control.Control;
import java.util.List;

/// Scanning: weaknesses in source, dependencies and what runs.
public final class Scan {

    private final ScanningPolicy policy;

    public Scan(ScanningPolicy policy) {
        this.policy = policy;
    }

    public List<Control<?>> controls() {
        return ScanControls.of(policy);
    }
}
