package io.redoubt.assembly;

import io.redoubt.store.PolicyRevisions.NodeReport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The nodes that work on one store now: each says every few seconds that it goes on, and by which policy. What
/// counts is that a node says something new, by the clock of whoever listens: the clocks of two nodes may differ.
/// Thread-safe.
final class LiveNodes {

    private static final Duration EVERY = Duration.ofSeconds(5);

    /// Below the time for which an order of a certificate waits for all nodes, so that it does without one that is
    /// gone.
    private static final Duration SILENCE = Duration.ofSeconds(20);

    private final Instance instance;
    private final InstantSource clock;
    private final Map<String, Heard> heard = new HashMap<>();
    private Instant said = Instant.EPOCH;

    private record Heard(Instant word, Instant since) {}

    LiveNodes(Instance instance, InstantSource clock) {
        this.instance = instance;
        this.clock = clock;
    }

    /// Says that this node goes on, where that is due, and listens to the others; to be called each second.
    ///
    /// @param digest of the policy by which this node goes
    synchronized void meet(String digest) {
        Instant now = clock.instant();
        if (Duration.between(said, now).abs().compareTo(EVERY) >= 0) {
            instance.policies().report(digest);
            said = now;
        }
        List<NodeReport> reports =
                instance.store().read(transaction -> transaction.revisions().reports());
        for (NodeReport report : reports) {
            heard.merge(
                    report.node(),
                    new Heard(report.at(), now),
                    (before, next) -> before.word().equals(next.word()) ? before : next);
        }
    }

    /// This node, and those that were heard of lately. One that fell silent before this began counts for as long as one
    /// that falls silent now.
    synchronized Set<String> now() {
        Instant now = clock.instant();
        Set<String> live = new TreeSet<>(Set.of(instance.node()));
        heard.forEach((node, last) -> {
            if (Duration.between(last.since(), now).abs().compareTo(SILENCE) < 0) {
                live.add(node);
            }
        });
        return live;
    }
}
