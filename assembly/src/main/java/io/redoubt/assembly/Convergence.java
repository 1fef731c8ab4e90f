package io.redoubt.assembly;

import io.redoubt.store.PolicyRevisions.Activation;
import io.redoubt.store.PolicyRevisions.NodeReport;
import java.util.List;
import java.util.Optional;

/// Who runs which policy.
///
/// @param active  the one that was activated last
/// @param reports what each node said last
/// @param held    the digest of the policy that the round is held against
record Convergence(Optional<Activation> active, List<NodeReport> reports, String held) {

    Convergence {
        reports = List.copyOf(reports);
    }
}
