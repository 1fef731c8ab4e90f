package io.redoubt.edge;

import io.redoubt.policy.Cidr;
import io.redoubt.policy.Key;
import io.redoubt.policy.ListType;
import io.redoubt.policy.MapType;
import io.redoubt.policy.Mode;
import io.redoubt.policy.Origin;
import io.redoubt.policy.Reader;
import io.redoubt.policy.Shape;
import io.redoubt.policy.Suggestion;
import io.redoubt.policy.Texts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The section `edge`: what comes in, and where it goes. Without it your own proxy stays.
///
/// @param mode           `verify` lets through what only the policy denies, and logs it
/// @param trustedProxies whose forwarding headers are believed
/// @param proxyProtocol  who begins each connection with PROXY protocol
public record EdgePolicy(
        Mode mode,
        Listen listen,
        List<Cidr> trustedProxies,
        List<Cidr> proxyProtocol,
        List<Route> routes,
        Map<String, Upstream> upstreams,
        EdgeLimits limits) {

    private static final Key<Mode> MODE = Key.of(
            "mode",
            Mode.TYPE,
            "enforce",
            "`verify` lets through what only this policy denies, and logs it: protected routes are open then");

    private static final Key<Listen> LISTEN = Key.of("listen", Listen.SHAPE, "{}", "the ports that are listened on");
    private static final Key<List<Cidr>> TRUSTED_PROXIES = Key.of(
            "trusted-proxies",
            ListType.of(Cidr.TYPE).orSingle(),
            "[]",
            "whose X-Forwarded-For is believed; nobody else's is");
    private static final Key<List<Cidr>> PROXY_PROTOCOL = Key.of(
            "proxy-protocol",
            ListType.of(Cidr.TYPE).orSingle(),
            "[]",
            "who begins each connection with PROXY protocol, version 1 or 2; nobody else may");
    private static final Key<List<Route>> ROUTES = Key.of(
            "routes", ListType.of(Route.SHAPE), "[]", "which requests go where; the longest path that fits wins");
    private static final Key<Map<String, Upstream>> UPSTREAMS = Key.of(
            "upstreams", new MapType<>(Texts.NAME, Upstream.SHAPE), "{}", "the servers behind the routes, by name");

    private static final Key<EdgeLimits> LIMITS =
            Key.of("limits", LimitsShape.SHAPE, "{}", "what clients and servers may use at most");

    public static final Shape<EdgePolicy> SHAPE = Shape.of(
                    "the section edge",
                    List.of(MODE, LISTEN, TRUSTED_PROXIES, PROXY_PROTOCOL, ROUTES, UPSTREAMS, LIMITS),
                    values -> new EdgePolicy(
                            values.get(MODE),
                            values.get(LISTEN),
                            values.get(TRUSTED_PROXIES),
                            values.get(PROXY_PROTOCOL),
                            values.get(ROUTES),
                            values.get(UPSTREAMS),
                            values.get(LIMITS)))
            .always(EdgePolicy::check);

    public EdgePolicy {
        trustedProxies = List.copyOf(trustedProxies);
        proxyProtocol = List.copyOf(proxyProtocol);
        routes = List.copyOf(routes);
    }

    private static void check(EdgePolicy policy, Origin at, Reader in) {
        trust(policy, at, in);
        List<String> upstreams = at.key("upstreams").keys();
        Map<String, Route> seen = new HashMap<>();
        for (Route route : policy.routes) {
            Origin here = in.of(route);
            if (in.sound(here) && seen.putIfAbsent(route.host() + route.path(), route) != null) {
                in.problem(
                        here,
                        "the route %s%s is here twice".formatted(route.host(), route.path()),
                        "keep one of the two");
            }
            if (!upstreams.contains(route.to())) {
                in.problem(
                        here.key("to"),
                        "'%s' is not an upstream".formatted(route.to()),
                        Suggestion.orAll(route.to(), upstreams, "declare it under edge.upstreams"));
            }
        }
    }

    /// A peer tells who it speaks for in one way, or two answers could differ; and if everybody is believed, anybody
    /// may claim any address.
    private static void trust(EdgePolicy policy, Origin at, Reader in) {
        everybody(policy.trustedProxies, at.key("trusted-proxies"), in);
        everybody(policy.proxyProtocol, at.key("proxy-protocol"), in);
        for (Cidr trusted : policy.trustedProxies) {
            for (Cidr other : policy.proxyProtocol) {
                if (trusted.overlaps(other)) {
                    in.problem(
                            at.key("proxy-protocol"),
                            "%s is in trusted-proxies too (%s)".formatted(other, trusted),
                            "name each proxy in one of the two");
                }
            }
        }
    }

    private static void everybody(List<Cidr> proxies, Origin at, Reader in) {
        for (Cidr each : proxies) {
            if (each.prefix() == 0) {
                in.problem(
                        at, each + " is everybody: anybody could claim any address", "name the proxies' own addresses");
            }
        }
    }
}
