package io.redoubt.edge;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Tells who is signed in: asked once for each request to a route that is not for anyone. It must not block; what it
/// answers late or exceptionally counts as unavailable.
public interface Sessions {

    /// Without core nobody is known: protected routes answer 503.
    Sessions UNAVAILABLE = (cookies, authorization) -> CompletableFuture.completedFuture(Other.UNAVAILABLE);

    /// Who sends these.
    sealed interface Answer {}

    /// Someone who is signed in.
    ///
    /// @param subject as core names accounts
    record Known(String subject) implements Answer {}

    /// Nobody that is known.
    enum Other implements Answer {
        NOBODY,
        UNAVAILABLE
    }

    /// @param cookies       the value of `Cookie`, several joined with `; `
    /// @param authorization the value of `Authorization`
    CompletionStage<Answer> find(Optional<String> cookies, Optional<String> authorization);
}
