package io.redoubt.edge;

import io.redoubt.policy.Cidr;
import io.redoubt.policy.Key;
import io.redoubt.policy.ListType;
import io.redoubt.policy.MapType;
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
/// @param trustedProxies whose forwarding headers or PROXY protocol are believed
public record EdgePolicy(
        Listen listen, List<Cidr> trustedProxies, List<Route> routes, Map<String, Upstream> upstreams) {

    private static final Key<Listen> LISTEN = Key.of("listen", Listen.SHAPE, "{}", "the ports that are listened on");
    private static final Key<List<Cidr>> TRUSTED_PROXIES = Key.of(
            "trusted-proxies",
            ListType.of(Cidr.TYPE).orSingle(),
            "[]",
            "whose forwarding headers or PROXY protocol are believed");
    private static final Key<List<Route>> ROUTES = Key.of(
            "routes", ListType.of(Route.SHAPE), "[]", "which requests go where; the longest path that fits wins");
    private static final Key<Map<String, Upstream>> UPSTREAMS = Key.of(
            "upstreams", new MapType<>(Texts.NAME, Upstream.SHAPE), "{}", "the servers behind the routes, by name");

    public static final Shape<EdgePolicy> SHAPE = Shape.of(
                    "the section edge",
                    List.of(LISTEN, TRUSTED_PROXIES, ROUTES, UPSTREAMS),
                    values -> new EdgePolicy(
                            values.get(LISTEN), values.get(TRUSTED_PROXIES), values.get(ROUTES), values.get(UPSTREAMS)))
            .always(EdgePolicy::check);

    public EdgePolicy {
        trustedProxies = List.copyOf(trustedProxies);
        routes = List.copyOf(routes);
    }

    private static void check(EdgePolicy policy, Origin at, Reader in) {
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
}
