package io.redoubt.assembly;

import io.redoubt.control.CannotLookException;
import io.redoubt.control.Control;
import io.redoubt.control.Deviation;
import io.redoubt.control.Reading;
import io.redoubt.control.Row;
import io.redoubt.control.Severity;
import io.redoubt.control.Subject;
import io.redoubt.control.Vantage;
import io.redoubt.control.Verdict;
import io.redoubt.control.Verdict.NotApplicable;
import io.redoubt.control.Verdict.Unknown;
import io.redoubt.store.PolicyRevisions;
import io.redoubt.store.PolicyRevisions.NodeReport;
import io.redoubt.store.StoreException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Holds the policy that was activated against those that the nodes run, and against that of this round.
final class PolicyConvergedControl implements Control<Convergence> {

    static final Row ROW =
            Row.of("policy.converged", "every node runs the policy that was activated", Severity.MEDIUM, Vantage.STORE);

    /// Hexadecimal digits by which people tell digests apart.
    private static final int SHORT = 12;

    private final Instance instance;
    private final String held;
    private final InstantSource clock;

    /// @param held the digest of the policy that the round is held against
    PolicyConvergedControl(Instance instance, String held, InstantSource clock) {
        this.instance = instance;
        this.held = held;
        this.clock = clock;
    }

    @Override
    public Row row() {
        return ROW;
    }

    @Override
    public List<Subject> subjects() {
        return List.of(Subject.of("policy:" + instance.place().name()));
    }

    @Override
    public Reading<Convergence> read(Subject subject) throws CannotLookException {
        try {
            Convergence seen = instance.store().read(transaction -> {
                PolicyRevisions revisions = transaction.revisions();
                return new Convergence(revisions.active(), revisions.reports(), held, instance.node());
            });
            return new Reading<>(subject, ROW.vantage(), clock.instant(), seen);
        } catch (StoreException e) {
            throw new CannotLookException(e.problem().what(), e.problem().mend());
        }
    }

    @Override
    public Verdict judge(Reading<Convergence> reading) {
        Convergence seen = reading.seen();
        if (seen.active().isEmpty()) {
            return new NotApplicable("no policy was activated");
        }
        String active = seen.active().get().digest();
        List<Deviation> deviations = new ArrayList<>();
        if (!seen.held().equals(active)) {
            deviations.add(new Deviation(
                    Severity.MEDIUM,
                    "this round was held against another policy than the active one",
                    name(active),
                    name(seen.held()),
                    "redoubt policy activate"));
        }
        List<NodeReport> others = seen.reports().stream()
                .filter(report -> !report.digest().equals(active))
                .toList();
        String behind = others.stream()
                .filter(report -> !seen.isSilent(report, reading.at()))
                .map(PolicyConvergedControl::text)
                .collect(Collectors.joining("; "));
        if (!behind.isEmpty()) {
            deviations.add(new Deviation(
                    Severity.MEDIUM,
                    "a node runs another policy than the active one",
                    name(active),
                    behind,
                    "look whether `redoubt up` runs there, and what it says; or `redoubt policy activate` the"
                            + " other one"));
        }
        if (deviations.isEmpty() && seen.reports().isEmpty()) {
            return new Unknown("no node reports which policy it runs", "redoubt policy activate");
        }
        if (deviations.isEmpty() && !others.isEmpty()) {
            return gone(others);
        }
        return Verdict.of(deviations, converged(seen, active, reading.at()));
    }

    /// What such a node runs now, if it runs at all, nobody can say; that it is gone for good is a person's decision.
    private static Verdict gone(List<NodeReport> silent) {
        String what = silent.stream()
                .map(report -> "%s has said nothing since %s, when it ran %s"
                        .formatted(report.node(), report.at(), name(report.digest())))
                .collect(Collectors.joining("; "));
        return new Unknown(
                what,
                "start `redoubt up` there again; of one that is gone for good: redoubt policy forget "
                        + silent.getFirst().node());
    }

    private static String converged(Convergence seen, String active, Instant now) {
        int nodes = seen.reports().size();
        String silent = seen.reports().stream()
                .filter(report -> seen.isSilent(report, now))
                .map(report -> "; %s has said nothing since %s".formatted(report.node(), report.at()))
                .collect(Collectors.joining());
        return "%s, on %d %s%s".formatted(name(active), nodes, nodes == 1 ? "node" : "nodes", silent);
    }

    private static String text(NodeReport report) {
        return "%s runs %s, as it said at %s".formatted(report.node(), name(report.digest()), report.at());
    }

    private static String name(String digest) {
        return "sha256:" + digest.substring(0, Math.min(SHORT, digest.length()));
    }
}
