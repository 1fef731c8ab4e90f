package io.redoubt.assembly;

import io.redoubt.control.CannotLookException;

/// What the kernel says about its own clock.
@FunctionalInterface
interface KernelClock {

    /// Changes nothing.
    ClockState read() throws CannotLookException;
}
