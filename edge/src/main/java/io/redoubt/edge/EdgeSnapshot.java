package io.redoubt.edge;

import io.redoubt.edge.snapshot.SnapshotReader;
import io.redoubt.edge.snapshot.SnapshotWriter;
import io.redoubt.policy.Cidr;
import io.redoubt.policy.Mode;
import java.util.List;
import java.util.Map;

/// All that the edge goes by, at one moment. It never changes; another one takes its place.
///
/// @param version        grows with each; tells which one an edge runs
/// @param mode           `verify` forwards what only a policy denies and says so in the log; both refuse what is not
///                       safe to forward
/// @param trustedProxies whose `X-Forwarded-For` is believed
/// @param proxyProtocol  peers that must begin with PROXY protocol, version 1 or 2; nobody else may
/// @param denials        who is turned away before a request is read
public record EdgeSnapshot(
        long version,
        Mode mode,
        ListenAddresses listen,
        List<ServedCertificate> certificates,
        List<ServedRoute> routes,
        Map<String, UpstreamPool> upstreams,
        EdgeLimits limits,
        List<Cidr> trustedProxies,
        List<Cidr> proxyProtocol,
        List<Cidr> denials,
        PendingChallenges challenges) {

    /// Of an encoded snapshot.
    public static final int MAXIMUM_BYTES = 32 << 20;

    public EdgeSnapshot {
        certificates = List.copyOf(certificates);
        routes = List.copyOf(routes);
        upstreams = Map.copyOf(upstreams);
        trustedProxies = List.copyOf(trustedProxies);
        proxyProtocol = List.copyOf(proxyProtocol);
        denials = List.copyOf(denials);
        for (ServedRoute route : routes) {
            if (!upstreams.containsKey(route.upstream())) {
                throw new IllegalArgumentException("the route %s%s leads to %s, which is no upstream"
                        .formatted(route.host(), route.path(), route.upstream()));
            }
        }
        refuseAmbiguousTrust(trustedProxies, proxyProtocol);
    }

    /// A peer tells who it speaks for in one way, or two answers could differ.
    private static void refuseAmbiguousTrust(List<Cidr> trusted, List<Cidr> protocol) {
        refuseEverybody("trusted proxies", trusted);
        refuseEverybody("peers of PROXY protocol", protocol);
        for (Cidr each : trusted) {
            for (Cidr other : protocol) {
                if (each.overlaps(other)) {
                    throw new IllegalArgumentException(
                            "%s is believed by its headers and %s by PROXY protocol, which overlap"
                                    .formatted(each, other));
                }
            }
        }
    }

    private static void refuseEverybody(String who, List<Cidr> blocks) {
        for (Cidr each : blocks) {
            if (each.prefix() == 0) {
                throw new IllegalArgumentException(
                        "%s are everybody (%s), so that anybody could claim any address".formatted(who, each));
            }
        }
    }

    /// From JSON, strictly: an unknown key, a wrong type, a duplicate, more than [#MAXIMUM_BYTES] are refused.
    ///
    /// @throws SnapshotException tells all that is wrong and quotes no value
    public static EdgeSnapshot decode(byte[] json) {
        return SnapshotReader.read(json);
    }

    /// As JSON with the private keys in clear: for the socket between core and edge, and for nothing else.
    public byte[] encode() {
        return SnapshotWriter.write(this);
    }

    /// The same with other certificates.
    public EdgeSnapshot with(long newVersion, List<ServedCertificate> others) {
        return new EdgeSnapshot(
                newVersion,
                mode,
                listen,
                others,
                routes,
                upstreams,
                limits,
                trustedProxies,
                proxyProtocol,
                denials,
                challenges);
    }
}
