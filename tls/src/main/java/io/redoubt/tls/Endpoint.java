package io.redoubt.tls;

import io.redoubt.policy.Choice;
import io.redoubt.policy.Key;
import io.redoubt.policy.ScalarType;
import io.redoubt.policy.Shape;
import io.redoubt.policy.Texts;
import io.redoubt.policy.Type;
import io.redoubt.policy.Urls;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// A place that should speak HTTPS.
///
/// @param url   `https://host[:port]`, without a path
/// @param plain the port on which the same host answers plain HTTP: 80 beside 443, otherwise only where it is declared
public record Endpoint(URI url, OptionalInt plain) {

    private static final ScalarType<URI> ADDRESS = Urls.bare("an https URL", "https://shop.example.com", "https");
    private static final Key<URI> URL = Key.required("url", ADDRESS, "`https://host` or `https://host:port`");
    private static final Key<Integer> PLAIN = Key.optional(
            "plain-http",
            Texts.number("a port number", 1, 65_535),
            "where the same host answers plain HTTP; 80 where the URL has no port or 443");

    static final Type<Endpoint> TYPE = Choice.<Endpoint>of("an endpoint")
            .word(ADDRESS.map(Endpoint::of))
            .form(
                    "url",
                    Shape.of("an endpoint", List.of(URL, PLAIN), values -> of(values.get(URL), values.find(PLAIN))));

    public static Endpoint of(URI url) {
        return new Endpoint(
                url, url.getPort() == -1 || url.getPort() == 443 ? OptionalInt.of(80) : OptionalInt.empty());
    }

    private static Endpoint of(URI url, Optional<Integer> plain) {
        return plain.map(port -> new Endpoint(url, OptionalInt.of(port))).orElseGet(() -> of(url));
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
