package io.redoubt.assembly;

import io.redoubt.store.PolicyRevisions.Activation;
import io.redoubt.store.PolicyRevisions.NodeReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Who runs which policy.
///
/// @param active  the one that was activated last
/// @param reports what each node said last
/// @param held    the digest of the policy that the round is held against
/// @param node    that looks, so that it can't be gone
record Convergence(Optional<Activation> active, List<NodeReport> reports, String held, String node) {

    /// A node at work says every few seconds that it goes on. One that was quiet for less may be starting anew, or have
    /// lost the store for a while; the clocks of two nodes may differ.
    static final Duration SILENCE = Duration.ofHours(1);

    Convergence {
        reports = List.copyOf(reports);
    }

    /// Whether a node has said nothing for so long that nobody knows what it runs.
    boolean isSilent(NodeReport report, Instant now) {
        return !report.node().equals(node) && report.at().plus(SILENCE).isBefore(now);
    }
}
