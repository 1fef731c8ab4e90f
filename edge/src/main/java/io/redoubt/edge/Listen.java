package io.redoubt.edge;

import io.redoubt.policy.Address;
import io.redoubt.policy.Key;
import io.redoubt.policy.Origin;
import io.redoubt.policy.Reader;
import io.redoubt.policy.ScalarType;
import io.redoubt.policy.Shape;
import io.redoubt.policy.Texts;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// The ports that the edge listens on.
///
/// @param on      which addresses of this machine
/// @param http    only redirects, and answers ACME
/// @param metrics on 127.0.0.1
public record Listen(Where on, int https, int http, OptionalInt metrics) {

    /// Which addresses are listened on, of both versions of IP.
    public enum Where {
        EVERYWHERE,
        LOOPBACK
    }

    private static final Address ANY_V4 = Address.parse("0.0.0.0").get();
    private static final Address ANY = Address.parse("::").get();
    private static final Address LOOPBACK_V4 = Address.parse("127.0.0.1").get();
    private static final Address LOOPBACK_V6 = Address.parse("::1").get();

    private static final ScalarType<Integer> PORT = Texts.number("a port number", 1, 65_535);
    private static final Key<Where> ON = Key.of(
            "on",
            ScalarType.words("where to listen", Where.values()),
            "everywhere",
            "`everywhere`, or `loopback` for a service that only this machine may reach");
    private static final Key<Integer> HTTPS = Key.of("https", PORT, "443", "for everything");
    private static final Key<Integer> HTTP = Key.of("http", PORT, "80", "for redirects to https and for ACME");

    private static final Key<Integer> METRICS =
            Key.optional("metrics", PORT, "for Prometheus, on 127.0.0.1: `http://127.0.0.1:PORT/metrics`");

    static final Shape<Listen> SHAPE = Shape.of(
                    "the ports to listen on",
                    List.of(ON, HTTPS, HTTP, METRICS),
                    values -> new Listen(
                            values.get(ON),
                            values.get(HTTPS),
                            values.get(HTTP),
                            values.find(METRICS).map(OptionalInt::of).orElse(OptionalInt.empty())))
            .with(Listen::check);

    /// Where that is for one of its ports.
    ///
    /// @param versions of IP that the machine has; with IPv6, `::` takes what comes by IPv4 too
    public List<ListenAddresses.Socket> sockets(int port, Set<Address.Family> versions) {
        boolean six = versions.contains(Address.Family.V6);
        List<Address> addresses = switch (on) {
            case EVERYWHERE -> List.of(six ? ANY : ANY_V4);
            case LOOPBACK -> six ? List.of(LOOPBACK_V4, LOOPBACK_V6) : List.of(LOOPBACK_V4);
        };
        return addresses.stream()
                .map(address -> new ListenAddresses.Socket(address, port))
                .toList();
    }

    /// Where programs of this machine read metrics.
    public Optional<ListenAddresses.Socket> metricsSocket() {
        return metrics.isPresent()
                ? Optional.of(new ListenAddresses.Socket(LOOPBACK_V4, metrics.getAsInt()))
                : Optional.empty();
    }

    private static void check(Listen listen, Origin at, Reader in) {
        if (listen.https == listen.http) {
            in.problem(at.written("http", "https"), "https and http can't listen on one port", "use two ports");
        }
        if (listen.metrics.isPresent() && List.of(listen.https, listen.http).contains(listen.metrics.getAsInt())) {
            in.problem(at.key("metrics"), "is the port of https or http", "use another, such as 9464");
        }
    }
}
