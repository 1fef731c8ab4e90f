package io.redoubt.assembly;

import io.redoubt.control.Control;
import java.time.InstantSource;
import java.util.List;

/// The table of the controls that are about Redoubt itself and its machine, whatever a policy declares.
final class OwnControls {

    private OwnControls() {}

    static List<Control<?>> of(Instance instance, Policy policy, Witnesses witnesses, InstantSource clock) {
        return List.of(
                new LedgerIntactControl(instance.source(witnesses), clock),
                new PolicyConvergedControl(instance, policy.digest(), clock),
                new TimeSynchronisedControl(instance.node(), new Adjtimex(), clock));
    }

    /// What can be told where the ledger does not go on.
    static List<Control<?>> of(DamagedInstance instance, Witnesses witnesses, InstantSource clock) {
        return List.of(
                new LedgerIntactControl(instance.source(witnesses), clock),
                new TimeSynchronisedControl(instance.node(), new Adjtimex(), clock));
    }
}
