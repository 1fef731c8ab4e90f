package io.redoubt.edge;

import java.util.OptionalInt;
import java.util.OptionalLong;

/// Which requests go where, as served.
///
/// @param host              in small letters
/// @param path              `/admin` means `/admin` and what is below it; the longest that fits wins
/// @param upstream          the name of a pool
/// @param bodyBytes         the longest body of a request, instead of the one of [EdgeLimits]
/// @param requestsPerSecond for one client on this route, beside what [EdgeLimits] allows
public record ServedRoute(
        String host,
        String path,
        String upstream,
        Access access,
        OptionalLong bodyBytes,
        OptionalInt requestsPerSecond) {

    public ServedRoute {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("the path of a route begins with /");
        }
    }

    public static ServedRoute open(String host, String path, String upstream) {
        return new ServedRoute(host, path, upstream, Access.Open.ANYONE, OptionalLong.empty(), OptionalInt.empty());
    }

    public ServedRoute with(Access other) {
        return new ServedRoute(host, path, upstream, other, bodyBytes, requestsPerSecond);
    }
}
