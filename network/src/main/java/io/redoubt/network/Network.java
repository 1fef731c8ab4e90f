package io.redoubt.network;

import io.redoubt.control.Control;
import java.util.List;

/// The network: what may speak with what.
public final class Network {

    private final NetworkPolicy policy;

    public Network(NetworkPolicy policy) {
        this.policy = policy;
    }

    public List<Control<?>> controls() {
        return NetworkControls.of(policy);
    }
}
