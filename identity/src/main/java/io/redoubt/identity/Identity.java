package io.redoubt.identity;

import io.redoubt.control.Control;
import java.util.List;

/// Authentication: who someone is, and for how long that is believed.
public final class Identity {

    private final AuthenticationPolicy policy;

    public Identity(AuthenticationPolicy policy) {
        this.policy = policy;
    }

    public List<Control<?>> controls() {
        return IdentityControls.of(policy);
    }
}
