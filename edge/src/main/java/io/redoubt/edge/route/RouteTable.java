package io.redoubt.edge.route;

import io.redoubt.edge.Access;
import io.redoubt.edge.ServedRoute;
import io.redoubt.policy.Address;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds the route of a request: by its host, then by the longest path that fits. `/admin` fits `/admin` and
/// `/admin/x`, never `/administrator`.
public final class RouteTable {

    /// A route that not everybody may use, and its path as a lenient server may read it.
    private record Guarded(ServedRoute route, LenientPath path) {}

    private final Map<String, List<ServedRoute>> byHost = new HashMap<>();
    private final Map<String, List<Guarded>> guarded = new HashMap<>();

    public RouteTable(List<ServedRoute> routes) {
        for (ServedRoute route : routes) {
            byHost.computeIfAbsent(route.host(), _ -> new ArrayList<>()).add(route);
            if (route.access() != Access.Open.ANYONE) {
                guarded.computeIfAbsent(route.host(), _ -> new ArrayList<>())
                        .add(new Guarded(route, LenientPath.of(route.path())));
            }
        }
        byHost.values()
                .forEach(each -> each.sort(Comparator.comparingInt(
                        (ServedRoute route) -> -route.path().length())));
    }

    public boolean knows(String host) {
        return byHost.containsKey(host);
    }

    /// A route that is not there for this client is passed over, so that nobody learns of it.
    ///
    /// @param path decoded
    public @Nullable ServedRoute find(String host, String path, Address client) {
        List<ServedRoute> routes = byHost.get(host);
        if (routes == null) {
            return null;
        }
        for (ServedRoute route : routes) {
            if (fits(route.path(), path) && route.isFor(client)) {
                return route;
            }
        }
        return null;
    }

    /// Whether a server that is lenient about case and white space may take the path for one below a longer route than
    /// the one that fits, which wants more of its clients.
    ///
    /// @param path decoded
    public boolean ambiguous(String host, String path, Address client) {
        List<Guarded> routes = guarded.get(host);
        ServedRoute found = routes == null ? null : find(host, path, client);
        if (routes == null || found == null) {
            return false;
        }
        LenientPath lenient = LenientPath.of(path);
        for (Guarded each : routes) {
            boolean stricter = each.route().path().length() > found.path().length()
                    && each.route().isFor(client)
                    && stricter(each.route().access(), found.access());
            if (stricter && lenient.isBelow(each.path())) {
                return true;
            }
        }
        return false;
    }

    private static boolean stricter(Access access, Access found) {
        return switch (access) {
            case Access.Permission permission -> !permission.equals(found);
            case Access.Open.SIGNED_IN -> found == Access.Open.ANYONE;
            case Access.Open.ANYONE -> false;
        };
    }

    private static boolean fits(String prefix, String path) {
        return path.startsWith(prefix)
                && (path.length() == prefix.length() || prefix.endsWith("/") || path.charAt(prefix.length()) == '/');
    }
}
