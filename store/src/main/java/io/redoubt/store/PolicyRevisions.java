package io.redoubt.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Every state of the policy that was ever stored, and which of them is active.
public interface PolicyRevisions {

    /// Stores a revision; one that is there already stays as it is.
    ///
    /// @return whether it was new
    boolean add(Revision revision);

    Optional<Revision> find(String digest);

    /// Oldest first.
    List<Revision> all();

    Optional<Activation> active();

    /// Makes a stored revision the active one.
    ///
    /// @param expected the number of the activation that the caller has seen, 0 for none
    /// @throws StoreException.Conflict when another was activated meanwhile, or the revision is not stored
    Activation activate(String digest, long expected, Instant at);

    /// A node says which revision it runs.
    void report(NodeReport report);

    List<NodeReport> reports();

    /// Takes a node's report away, if it still is this one.
    ///
    /// @return whether it was
    boolean forget(NodeReport report);

    /// One immutable state of the policy.
    ///
    /// @param digest   of the document
    /// @param author   who stored it
    /// @param document the policy as it was laid together
    record Revision(String digest, Instant createdAt, SecretBytes author, SecretBytes document) {}

    /// @param number counts the activations, from 1
    record Activation(String digest, long number, Instant at) {}

    record NodeReport(String node, String digest, Instant at) {}
}
