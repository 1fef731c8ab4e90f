package io.redoubt.compliance;

import io.redoubt.control.Control;
import java.util.List;

/// The controls of this section.
final class ComplianceControls {

    private ComplianceControls() {}

    static List<Control<?>> of(CompliancePolicy policy) {
        return List.of();
    }
}
