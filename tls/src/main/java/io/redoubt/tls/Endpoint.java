package io.redoubt.tls;

import java.net.URI;
import java.util.OptionalInt;

/// A place that should speak HTTPS.
///
/// @param url   `https://host[:port]`, without a path
/// @param plain the port on which the same host answers plain HTTP: 80 beside 443, otherwise only where it is declared
public record Endpoint(URI url, OptionalInt plain) {

    public static Endpoint of(URI url) {
        return new Endpoint(url, url.getPort() == -1 || url.getPort() == 443 ? OptionalInt.of(80) : OptionalInt.empty());
    }

    public int port() {
        return url.getPort() == -1 ? 443 : url.getPort();
    }

    /// The host without the brackets of an IPv6 literal.
    public String host() {
        String host = url.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
