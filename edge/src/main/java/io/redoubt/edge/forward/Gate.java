package io.redoubt.edge.forward;

import io.netty.channel.EventLoop;
import io.redoubt.edge.Access;
import io.redoubt.edge.EdgePorts;
import io.redoubt.edge.Permissions;
import io.redoubt.edge.Sessions;
import io.redoubt.edge.message.FieldName;
import io.redoubt.edge.message.Refusal;
import io.redoubt.edge.message.RequestHead;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Asks whether a request may use its route. Whatever is not a clear yes is a refusal.
final class Gate {

    /// Who asks, or why nobody is let in.
    private sealed interface Verdict {
        record Refused(Refusal refusal) implements Verdict {}

        enum Admitted implements Verdict {
            ADMITTED
        }
    }

    private Gate() {}

    /// @param answer called on the loop: at once for a route that is for anyone; null admits
    static void ask(
            EdgePorts ports, Access access, RequestHead request, EventLoop loop, Consumer<@Nullable Refusal> answer) {
        if (access == Access.Open.ANYONE) {
            answer.accept(null);
            return;
        }
        verdict(ports, access, request).whenComplete((verdict, failure) -> {
            Refusal refusal = failure != null ? Refusal.CORE_UNAVAILABLE : refusal(verdict);
            if (loop.inEventLoop()) {
                answer.accept(refusal);
            } else {
                loop.execute(() -> answer.accept(refusal));
            }
        });
    }

    private static @Nullable Refusal refusal(@Nullable Verdict verdict) {
        return switch (verdict) {
            case Verdict.Refused(Refusal refusal) -> refusal;
            case Verdict.Admitted.ADMITTED -> null;
            case null -> Refusal.CORE_UNAVAILABLE;
        };
    }

    private static CompletionStage<Verdict> verdict(EdgePorts ports, Access access, RequestHead request) {
        try {
            return ports.sessions()
                    .find(
                            Optional.ofNullable(request.fields().joined(FieldName.COOKIE, "; ")),
                            Optional.ofNullable(request.fields().joined(FieldName.AUTHORIZATION, ", ")))
                    .thenCompose(answer -> known(ports, access, answer));
        } catch (RuntimeException _) {
            return refused(Refusal.CORE_UNAVAILABLE);
        }
    }

    private static CompletionStage<Verdict> known(EdgePorts ports, Access access, Sessions.Answer answer) {
        return switch (answer) {
            case Sessions.Other.NOBODY -> refused(Refusal.NOT_SIGNED_IN);
            case Sessions.Other.UNAVAILABLE -> refused(Refusal.CORE_UNAVAILABLE);
            case Sessions.Known(String subject) ->
                switch (access) {
                    case Access.Open.ANYONE, Access.Open.SIGNED_IN ->
                        CompletableFuture.completedFuture(Verdict.Admitted.ADMITTED);
                    case Access.Permission(String name) ->
                        ports.permissions().may(subject, name).thenApply(Gate::permitted);
                };
        };
    }

    private static Verdict permitted(Permissions.Decision decision) {
        return switch (decision) {
            case ALLOWED -> Verdict.Admitted.ADMITTED;
            case DENIED -> new Verdict.Refused(Refusal.NOT_PERMITTED);
            case UNAVAILABLE -> new Verdict.Refused(Refusal.CORE_UNAVAILABLE);
        };
    }

    private static CompletionStage<Verdict> refused(Refusal refusal) {
        return CompletableFuture.completedFuture(new Verdict.Refused(refusal));
    }
}
