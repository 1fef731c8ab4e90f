package io.redoubt.edge;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Tells what someone may do. It must not block; what it answers late or exceptionally counts as unavailable.
public interface Permissions {

    /// Without core nobody may do anything.
    Permissions UNAVAILABLE = (subject, permission) -> CompletableFuture.completedFuture(Decision.UNAVAILABLE);

    enum Decision {
        ALLOWED,
        DENIED,
        UNAVAILABLE
    }

    /// @param subject    from [Sessions]
    /// @param permission `resource:action`
    CompletionStage<Decision> may(String subject, String permission);
}
