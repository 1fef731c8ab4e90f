package io.redoubt.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What Redoubt does to the world: one row for each change, moved from state to state by compare-and-set.
public interface Changes {

    /// Stores a change in its first state.
    ///
    /// @throws StoreException.Conflict when its id is taken, or an unfinished change has the same intent
    Change add(New change);

    Optional<Change> find(String id);

    /// Moves a change on.
    ///
    /// @throws StoreException.Conflict when another has moved it meanwhile
    Change advance(Change from, Next to);

    /// Those that are not finished, oldest first.
    List<Change> unfinished();

    /// Unfinished ones whose end has come.
    List<Change> endedBy(Instant time);

    /// All, newest first.
    List<Change> latest(int atMost);

    /// @param intent what it does to what, so that a repeat is noticed
    /// @param endsAt when it ends by itself, or null
    /// @param body   whatever the module that carries it out has to know
    record New(
            String id,
            String intent,
            String state,
            @Nullable Instant endsAt,
            Instant at,
            SecretBytes body) {}

    /// @param finished whether nothing more will happen to it
    record Next(String state, boolean finished, @Nullable Instant endsAt, Instant at, SecretBytes body) {}

    /// @param version counts its moves, from 1
    record Change(
            String id,
            long version,
            String state,
            boolean finished,
            @Nullable Instant endsAt,
            Instant createdAt,
            Instant updatedAt,
            SecretBytes body) {}
}
