package io.redoubt.assembly;

import io.redoubt.policy.Node;
import io.redoubt.policy.Origin;
import io.redoubt.policy.Problem;
import io.redoubt.policy.ProblemException;
import io.redoubt.policy.Reader;
import io.redoubt.policy.References;
import io.redoubt.policy.Values;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// From a tree to a policy: defaults, types, references between sections, and Redoubt's own flows.
final class PolicyReading {

    private final References references;
    private final Set<String> controls;
    private final InstantSource clock;

    /// @param controls the ids that waivers and cadences may name
    PolicyReading(References references, Set<String> controls, InstantSource clock) {
        this.references = references;
        this.controls = Set.copyOf(controls);
        this.clock = clock;
    }

    /// @param known problems of the files themselves
    /// @throws ProblemException with every problem of the policy, sorted by place
    Policy read(Node.Mapping merged, Optional<String> environment, List<Problem> known) {
        if (!(PolicyShape.SHAPE.complete(merged) instanceof Node.Mapping tree)) {
            throw new IllegalStateException("a map stays a map");
        }
        Reader in = new Reader(references);
        known.forEach(in::problem);
        Values values = PolicyShape.SHAPE.read(Origin.root(tree), in);
        List<Flow> flows = List.of();
        if (values != null) {
            CrossReferences cross = new CrossReferences(values, Origin.root(tree), in);
            cross.check(controls, LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
            flows = OwnFlows.of(values);
            List<Flow> derived = flows;
            values.find(PolicyShape.NETWORK).ifPresent(network -> cross.flows(derived, network));
        }
        if (values == null || !in.problems().isEmpty()) {
            throw new ProblemException(in.problems());
        }
        return new Policy(values, tree, environment, flows);
    }
}
