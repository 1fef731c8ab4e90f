package io.redoubt.access;

import io.redoubt.control.Control;
import java.util.List;

/// Authorization: who may do what, and whether they still need it.
public final class Access {

    private final AuthorizationPolicy policy;

    public Access(AuthorizationPolicy policy) {
        this.policy = policy;
    }

    public List<Control<?>> controls() {
        return AccessControls.of(policy);
    }
}
