package io.redoubt.server.jobs;

import io.redoubt.assembly.Assembly;
import io.redoubt.assembly.Core;
import io.redoubt.assembly.Policy;
import io.redoubt.control.Reconciler.Outcome;
import java.time.Duration;
import java.util.List;

/// What every node sees to for itself.
public final class OwnTicks {

    private static final Duration LEASES = Duration.ofSeconds(5);
    private static final Duration PULSE = Duration.ofMinutes(1);

    private OwnTicks() {}

    public static List<Tick> of(Core core) {
        return List.of(
                new Tick("leases", LEASES, () -> endLeases(core)), new Tick("pulse", PULSE, new Pulse(core)::beat));
    }

    /// A change on a lease is undone in time, and one that a dead process left half done is finished or put back.
    private static void endLeases(Core core) throws InterruptedException {
        Policy policy = core.policy();
        List<Outcome> outcomes = core.instance()
                .mender(core.assembly().remedies(policy), Assembly.modes(policy))
                .reconciler()
                .run(core.clock().instant());
        if (!outcomes.isEmpty()) {
            core.instance().settle();
        }
    }
}
