package io.redoubt.edge;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The servers behind routes, and how their health is watched.
///
/// @param servers     `http://host:port` or `https://host:port`
/// @param trust       PEM roots for https, instead of those of the system
/// @param serverName  the name that the certificates of https servers must have, instead of the host of their URL
/// @param connections at most, to each server
public record UpstreamPool(
        List<URI> servers,
        Optional<String> trust,
        Optional<String> serverName,
        int connections,
        Optional<HealthCheck> health) {

    /// A request that a healthy server answers with 200 to 399. Without one, only failures of real requests count.
    ///
    /// @param path sent as it is
    public record HealthCheck(String path, Duration every, Duration timeout) {}

    public static final int CONNECTIONS = 256;

    public UpstreamPool {
        servers = List.copyOf(servers);
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("an upstream needs a server");
        }
        if (connections < 1) {
            throw new IllegalArgumentException("an upstream needs a connection");
        }
    }

    public static UpstreamPool of(URI... servers) {
        return new UpstreamPool(List.of(servers), Optional.empty(), Optional.empty(), CONNECTIONS, Optional.empty());
    }
}
