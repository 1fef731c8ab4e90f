package io.redoubt.edge.forward;

import io.redoubt.edge.ServedRoute;
import io.redoubt.edge.limit.Client;
import io.redoubt.edge.message.Refusal;
import io.redoubt.edge.message.RequestHead;
import io.redoubt.policy.Address;
import io.redoubt.policy.Mode;
import org.jspecify.annotations.Nullable;

/// Whether a request may go on, by what the edge itself knows. Null means that it may.
public final class Judgement {

    private Judgement() {}

    public static boolean enforced(Live live) {
        return live.snapshot().mode() == Mode.ENFORCE;
    }

    static boolean denied(Live live, EdgeState edge, Address client) {
        return live.denials().contains(client) || edge.ports().denials().denies(client);
    }

    /// What does not depend on the route.
    static @Nullable Refusal beforeAccess(
            Live live, EdgeState edge, ClientConnection connection, Origin origin, RequestHead request) {
        if (!origin.fault().isEmpty()) {
            return Refusal.MALFORMED;
        }
        String host = request.authority().host();
        String shown = connection.serverName();
        if (!live.routes().knows(host) || (shown != null && !shown.equals(host))) {
            return Refusal.MISDIRECTED;
        }
        // First, since the mode `verify` lets the other through.
        if (live.routes().ambiguous(host, request.target().path(), origin.client())) {
            return Refusal.AMBIGUOUS_PATH;
        }
        return denied(live, edge, origin.client()) ? Refusal.ADDRESS_DENIED : null;
    }

    /// Of a request that goes to no server.
    public static @Nullable Refusal withoutServer(Live live, EdgeState edge, Origin origin) {
        if (!origin.fault().isEmpty()) {
            return Refusal.MALFORMED;
        }
        if (denied(live, edge, origin.client())) {
            return Refusal.ADDRESS_DENIED;
        }
        return rate(live, edge.clients().of(origin.client()), System.nanoTime());
    }

    private static @Nullable Refusal rate(Live live, Client account, long now) {
        return account.request(now, live.limits().requestsPerSecond()) ? null : Refusal.CLIENT_RATE;
    }

    static @Nullable Refusal rate(Live live, EdgeState edge, Address client, ServedRoute route, long now) {
        Client account = edge.clients().of(client);
        Refusal refusal = rate(live, account, now);
        if (refusal != null) {
            return refusal;
        }
        boolean withinRoute = route.requestsPerSecond().isEmpty()
                || account.request(route, now, route.requestsPerSecond().getAsInt());
        return withinRoute ? null : Refusal.ROUTE_RATE;
    }
}
