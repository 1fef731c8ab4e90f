package io.redoubt.store;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/// What an authority will ask this service for, to be answered by whichever node it reaches.
public interface ChallengeBoard {

    void publish(Posted challenge);

    /// Those that have not ended.
    List<Posted> live(Instant now);

    /// The node answers it from now on. Saying so twice does nothing more, and so does saying it too late.
    void seen(String challenge, String node);

    Set<String> seenBy(String challenge);

    /// Takes it away with all that was said of it.
    void withdraw(String challenge);

    /// Takes away what has ended.
    void sweep(Instant now);

    /// @param kind a word, readable at rest
    /// @param body what to answer to what; sealed
    record Posted(String id, String kind, Instant expiresAt, SecretBytes body) {}
}
