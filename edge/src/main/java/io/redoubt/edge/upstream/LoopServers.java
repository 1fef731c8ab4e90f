package io.redoubt.edge.upstream;

import io.netty.channel.EventLoop;
import io.redoubt.edge.loop.Watched;
import java.util.IdentityHashMap;
import java.util.Set;

/// The connections of one event loop to all servers. Belongs to that loop.
public final class LoopServers implements Watched {

    private final EventLoop loop;
    private final int loops;
    private final IdentityHashMap<Server, ServerConnections> servers = new IdentityHashMap<>();

    /// @param loops how many share what a server may take
    public LoopServers(EventLoop loop, int loops) {
        this.loop = loop;
        this.loops = loops;
    }

    public ServerConnections of(Server server) {
        return servers.computeIfAbsent(
                server,
                each -> new ServerConnections(each, loop, Math.max(1, each.key().connections() / loops)));
    }

    /// Lets go of servers that no route leads to any more.
    public void keep(Set<Server> current) {
        servers.entrySet().removeIf(entry -> {
            if (current.contains(entry.getKey())) {
                return false;
            }
            entry.getValue().retire();
            return entry.getValue().unused();
        });
    }

    @Override
    public void look(long now) {
        servers.values().forEach(each -> each.look(now));
    }
}
