package io.redoubt.assembly;

import io.redoubt.assembly.EdgeSnapshots.Supplies;
import io.redoubt.edge.EdgePolicy;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The edge as core feeds it: what it was given last, and whether it serves that. Thread-safe.
final class FedEdge implements AutoCloseable {

    private final @Nullable EdgeFeed feed;
    private final InstantSource clock;
    private Certification.Shown shown = Certification.Shown.NOTHING;
    private long version;

    private FedEdge(@Nullable EdgeFeed feed, InstantSource clock) {
        this.feed = feed;
        this.clock = clock;
    }

    /// @param directory where the socket is to be
    /// @param user      whom the edge runs as
    static FedEdge start(Path directory, int user, InstantSource clock) {
        return new FedEdge(EdgeFeed.start(directory, user), clock);
    }

    /// Of a core that has no edge: nothing is given to it, and nothing is waited for.
    static FedEdge none(InstantSource clock) {
        return new FedEdge(null, clock);
    }

    boolean isFed() {
        return feed != null;
    }

    /// Whether there is something that it could not serve.
    boolean isRefused() {
        return feed != null && feed.isRefused();
    }

    /// @param console where the control plane answers, once it does
    synchronized void give(Policy policy, Certification.Shown now, Optional<InetSocketAddress> console) {
        Optional<EdgePolicy> declared = policy.edge();
        if (feed == null || declared.isEmpty()) {
            return;
        }
        shown = now;
        // Grows over restarts too: an edge goes on while its core is started again.
        version = Math.max(version + 1, clock.millis());
        Supplies supplies = new Supplies(now.certificates(), now.challenges(), console);
        feed.publish(EdgeSnapshots.of(policy, declared.get(), supplies, version));
    }

    /// Whether that is what it was given last.
    synchronized boolean shows(Certification.Shown now) {
        return now.equals(shown);
    }

    /// Waits until it serves what it was given last.
    ///
    /// @return what keeps it from that; empty when it does, or when there is none
    Optional<String> await(Duration atMost) throws InterruptedException {
        long wanted;
        synchronized (this) {
            wanted = version;
        }
        return feed == null ? Optional.empty() : feed.await(wanted, atMost);
    }

    @Override
    public void close() {
        if (feed != null) {
            feed.close();
        }
    }
}
