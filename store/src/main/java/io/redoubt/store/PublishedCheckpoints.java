package io.redoubt.store;

import java.time.Instant;
import java.util.List;

/// What the nodes of a shared store show one another of their ledgers: of each stream its newest checkpoint. The store
/// keeps what a node says, whatever it is; who reads it judges it.
public interface PublishedCheckpoints {

    /// In place of what the node said of this stream before.
    void publish(Published checkpoint);

    /// Ordered by node and stream.
    List<Published> all();

    /// @param stream `evidence` or `access`
    /// @param key    that verifies it, as the node says
    /// @param note   signed
    record Published(String node, String stream, String key, String note, Instant at) {}
}
