package io.redoubt.compliance;

import io.redoubt.control.Control;
import java.util.List;

/// Compliance: which requirement which control is evidence for.
public final class Compliance {

    private final CompliancePolicy policy;

    public Compliance(CompliancePolicy policy) {
        this.policy = policy;
    }

    public List<Control<?>> controls() {
        return ComplianceControls.of(policy);
    }
}
