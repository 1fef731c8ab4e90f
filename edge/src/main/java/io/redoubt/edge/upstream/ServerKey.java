package io.redoubt.edge.upstream;

import java.net.URI;
import java.util.Optional;

/// What makes two servers the same, over all snapshots.
record ServerKey(URI url, Optional<String> trust, Optional<String> serverName, int connections) {

    boolean tls() {
        return "https".equals(url.getScheme());
    }

    int port() {
        if (url.getPort() > 0) {
            return url.getPort();
        }
        return tls() ? 443 : 80;
    }

    String host() {
        String host = url.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /// Whose certificate it must show.
    String name() {
        return serverName.orElse(host());
    }
}
