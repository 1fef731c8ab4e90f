package io.redoubt.edge.upstream;

import io.redoubt.edge.UpstreamPool;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The servers of one upstream, taken in turn.
public final class ServerGroup {

    private final List<Server> servers;
    private final Optional<UpstreamPool.HealthCheck> health;
    private final AtomicInteger turn = new AtomicInteger();

    ServerGroup(List<Server> servers, Optional<UpstreamPool.HealthCheck> health) {
        this.servers = List.copyOf(servers);
        this.health = health;
    }

    /// The next one that is well; where none is, the next one: a request may find it recovered.
    ///
    /// @param but the one that has just failed
    public Server next(long now, @Nullable Server but) {
        int size = servers.size();
        int from = Math.floorMod(turn.getAndIncrement(), size);
        Server fallback = null;
        for (int i = 0; i < size; i++) {
            Server server = servers.get((from + i) % size);
            if (server == but) {
                continue;
            }
            if (server.wellAt(now)) {
                return server;
            }
            fallback = fallback == null ? server : fallback;
        }
        return fallback == null ? servers.getFirst() : fallback;
    }

    List<Server> servers() {
        return servers;
    }

    Optional<UpstreamPool.HealthCheck> health() {
        return health;
    }
}
