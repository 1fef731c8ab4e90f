package io.redoubt.edge;

import io.redoubt.policy.Address;
import io.redoubt.policy.Cidr;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Which requests go where, as served.
///
/// @param host              in small letters
/// @param path              `/admin` means `/admin` and what is below it; the longest that fits wins
/// @param upstream          the name of a pool
/// @param bodyBytes         the longest body of a request, instead of the one of [EdgeLimits]
/// @param requestsPerSecond for one client on this route, beside what [EdgeLimits] allows
/// @param from              the only clients for whom it is there; empty for all
public record ServedRoute(
        String host,
        String path,
        String upstream,
        Access access,
        OptionalLong bodyBytes,
        OptionalInt requestsPerSecond,
        List<Cidr> from) {

    public ServedRoute {
        from = List.copyOf(from);
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("the path of a route begins with /");
        }
    }

    public static ServedRoute open(String host, String path, String upstream) {
        return new ServedRoute(
                host, path, upstream, Access.Open.ANYONE, OptionalLong.empty(), OptionalInt.empty(), List.of());
    }

    public ServedRoute with(Access other) {
        return new ServedRoute(host, path, upstream, other, bodyBytes, requestsPerSecond, from);
    }

    /// The same, for these clients only; for all where there are none.
    public ServedRoute only(List<Cidr> clients) {
        return new ServedRoute(host, path, upstream, access, bodyBytes, requestsPerSecond, clients);
    }

    /// Whether it is there for a client.
    public boolean isFor(Address client) {
        return from.isEmpty() || from.stream().anyMatch(block -> block.contains(client));
    }
}
