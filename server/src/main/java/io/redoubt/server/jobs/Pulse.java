package io.redoubt.server.jobs;

import io.redoubt.assembly.Core;
import io.redoubt.assembly.Instance;
import io.redoubt.assembly.Witnesses.Trouble;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

/// Shows that the ledger goes on: an idle one that was cut back shows by its age, and one that was cut back with all
/// that is around it by what the witnesses have. Thread-safe.
final class Pulse {

    private static final Logger LOG = System.getLogger(Pulse.class.getName());

    private final Core core;
    private List<Trouble> told = List.of();

    Pulse(Core core) {
        this.core = core;
    }

    synchronized void beat() {
        Instance instance = core.instance();
        instance.heartbeat();
        List<Trouble> troubles = instance.publish(core.assembly().witnesses(core.policy()));
        if (!troubles.equals(told)) {
            troubles.forEach(
                    trouble -> LOG.log(Level.WARNING, "{0}; it lacks the newest checkpoints of the ledger", trouble));
            told = troubles;
        }
    }
}
