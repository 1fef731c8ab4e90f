package io.redoubt.edge.upstream;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.redoubt.edge.SnapshotException;
import io.redoubt.edge.UpstreamPool;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLException;

/// All servers, kept over snapshots as long as they stay the same, with what is known of their health.
public final class ServerRegistry {

    private final Map<ServerKey, Server> servers = new HashMap<>();

    /// What another snapshot needs: servers that are known already, and new ones.
    public static final class Proposal {

        private final Map<ServerKey, Server> servers;
        private final Map<String, ServerGroup> groups;

        private Proposal(Map<ServerKey, Server> servers, Map<String, ServerGroup> groups) {
            this.servers = servers;
            this.groups = groups;
        }

        /// By name.
        public Map<String, ServerGroup> groups() {
            return groups;
        }

        /// Asks where they are; may block.
        public void resolve() {
            servers.values().forEach(Server::resolve);
        }
    }

    /// Changes nothing yet.
    ///
    /// @throws SnapshotException where roots can't be read
    public synchronized Proposal propose(Map<String, UpstreamPool> pools) {
        Map<ServerKey, Server> next = new HashMap<>();
        Map<String, ServerGroup> groups = new HashMap<>();
        List<String> problems = new ArrayList<>();
        pools.forEach((name, pool) -> {
            List<Server> members = new ArrayList<>();
            for (var url : pool.servers()) {
                ServerKey key = new ServerKey(url, pool.trust(), pool.serverName(), pool.connections());
                try {
                    Server server = servers.containsKey(key) ? servers.get(key) : next.get(key);
                    if (server == null) {
                        server = create(key);
                    }
                    next.put(key, server);
                    members.add(server);
                } catch (SSLException | IllegalArgumentException _) {
                    problems.add("upstreams." + name + ".trust is no PEM of certificates");
                }
            }
            groups.put(name, new ServerGroup(members, pool.health()));
        });
        if (!problems.isEmpty()) {
            throw new SnapshotException(problems);
        }
        return new Proposal(next, groups);
    }

    /// From now on these are the servers.
    public synchronized void take(Proposal proposal) {
        servers.clear();
        servers.putAll(proposal.servers);
    }

    /// Those that some route may lead to.
    public synchronized Set<Server> current() {
        return new HashSet<>(servers.values());
    }

    /// Asks where they are; may block.
    public void resolve() {
        current().forEach(Server::resolve);
    }

    private static Server create(ServerKey key) throws SSLException {
        if (!key.tls()) {
            return new Server(key, null);
        }
        SslContextBuilder builder = SslContextBuilder.forClient()
                .sslProvider(SslProvider.OPENSSL)
                .protocols("TLSv1.3", "TLSv1.2")
                .endpointIdentificationAlgorithm("HTTPS");
        key.trust()
                .ifPresent(
                        pem -> builder.trustManager(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))));
        SslContext context = builder.build();
        return new Server(key, context);
    }
}
