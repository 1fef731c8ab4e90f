package io.redoubt.server;

import io.redoubt.assembly.ControlPlane;
import io.redoubt.assembly.Core;

/// The control plane, served by Spring: found by `ServiceLoader`.
public final class SpringControlPlane implements ControlPlane {

    /// For `ServiceLoader`.
    public SpringControlPlane() {}

    @Override
    public Running start(Core core, String host) {
        return RunningPlane.start(core, host);
    }
}
