package io.redoubt.incident;

import io.redoubt.control.Control;
import java.util.List;

/// Incidents: what is done when something breaks, by whom, and for how long.
public final class Incidents {

    private final IncidentsPolicy policy;

    public Incidents(IncidentsPolicy policy) {
        this.policy = policy;
    }

    public List<Control<?>> controls() {
        return IncidentsControls.of(policy);
    }
}
