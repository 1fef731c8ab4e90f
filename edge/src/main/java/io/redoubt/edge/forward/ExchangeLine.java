package io.redoubt.edge.forward;

import io.redoubt.edge.ServedRoute;
import io.redoubt.edge.log.AccessLine;
import io.redoubt.edge.message.Refusal;
import io.redoubt.edge.message.RequestHead;
import io.redoubt.edge.upstream.Server;
import io.redoubt.policy.Address;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What the access log says of an exchange.
///
/// @param would what the mode `enforce` would have refused it for
public record ExchangeLine(
        Instant at,
        Address client,
        RequestHead request,
        @Nullable ServedRoute route,
        @Nullable Server server,
        @Nullable Refusal refused,
        @Nullable String why,
        @Nullable Refusal would) {

    public AccessLine.Entry entry(int status, long requestBytes, long responseBytes, long micros) {
        return new AccessLine.Entry(
                at,
                client.toString(),
                request.method(),
                request.authority().host(),
                request.target().pathText(),
                request.protocol().toString(),
                status,
                requestBytes,
                responseBytes,
                micros,
                route == null ? null : route.path(),
                server == null ? null : server.label(),
                refused,
                why,
                would);
    }
}
