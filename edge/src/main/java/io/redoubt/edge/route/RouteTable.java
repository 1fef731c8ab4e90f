package io.redoubt.edge.route;

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

    private final Map<String, List<ServedRoute>> byHost = new HashMap<>();

    public RouteTable(List<ServedRoute> routes) {
        for (ServedRoute route : routes) {
            byHost.computeIfAbsent(route.host(), _ -> new ArrayList<>()).add(route);
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

    private static boolean fits(String prefix, String path) {
        return path.startsWith(prefix)
                && (path.length() == prefix.length() || prefix.endsWith("/") || path.charAt(prefix.length()) == '/');
    }
}
