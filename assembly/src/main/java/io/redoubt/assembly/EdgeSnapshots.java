package io.redoubt.assembly;

import io.redoubt.edge.ConsolePolicy;
import io.redoubt.edge.EdgePolicy;
import io.redoubt.edge.EdgeSnapshot;
import io.redoubt.edge.ListenAddresses;
import io.redoubt.edge.PendingChallenges;
import io.redoubt.edge.Route;
import io.redoubt.edge.ServedCertificate;
import io.redoubt.edge.ServedRoute;
import io.redoubt.edge.UpstreamPool;
import io.redoubt.network.Zone;
import io.redoubt.policy.Address;
import io.redoubt.policy.Cidr;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the edge is to go by, made of the policy and of what core has.
final class EdgeSnapshots {

    /// No upstream of a policy can be called so: names have no colon.
    private static final String CONSOLE = "redoubt:console";

    private EdgeSnapshots() {}

    /// What core has for the edge beside the policy.
    ///
    /// @param console where the control plane answers, once it does
    record Supplies(
            List<ServedCertificate> certificates, PendingChallenges challenges, Optional<InetSocketAddress> console) {
        Supplies {
            certificates = List.copyOf(certificates);
        }
    }

    static EdgeSnapshot of(Policy policy, EdgePolicy edge, Supplies supplies, long version) {
        List<ServedRoute> routes = new ArrayList<>();
        for (Route route : edge.routes()) {
            routes.add(new ServedRoute(
                    route.host(),
                    route.path(),
                    route.to(),
                    route.access(),
                    route.bodyBytes(),
                    route.requestsPerSecond(),
                    List.of()));
        }
        Map<String, UpstreamPool> upstreams = new HashMap<>();
        edge.upstreams().forEach((name, upstream) -> upstreams.put(name, upstream.pool()));
        if (policy.console().isPresent() && supplies.console().isPresent()) {
            InetSocketAddress at = supplies.console().get();
            URI server = URI.create("http://" + at.getAddress().getHostAddress() + ":" + at.getPort());
            upstreams.put(CONSOLE, UpstreamPool.of(server));
            routes.add(ServedRoute.open(policy.console().get().host(), "/", CONSOLE)
                    .only(zones(policy, policy.console().get())));
        }
        return new EdgeSnapshot(
                version,
                edge.mode(),
                listen(edge),
                supplies.certificates(),
                routes,
                upstreams,
                edge.limits(),
                edge.trustedProxies(),
                edge.proxyProtocol(),
                List.of(),
                supplies.challenges());
    }

    private static ListenAddresses listen(EdgePolicy edge) {
        Set<Address.Family> versions = IpVersions.ofThisMachine();
        return new ListenAddresses(
                edge.listen().sockets(edge.listen().https(), versions),
                edge.listen().sockets(edge.listen().http(), versions),
                edge.listen().metricsSocket());
    }

    /// Who may reach the console; empty for everybody, where the zone is the one that holds what no other does.
    private static List<Cidr> zones(Policy policy, ConsolePolicy console) {
        List<Cidr> addresses = new ArrayList<>();
        for (String name : console.from()) {
            Zone zone =
                    policy.network().map(network -> network.zones().get(name)).orElse(null);
            switch (zone) {
                case Zone.Declared declared -> addresses.addAll(declared.addresses());
                case Zone.Rest _ -> {
                    return List.of();
                }
                case null -> throw new IllegalStateException("the policy was read without the zone " + name);
            }
        }
        return addresses;
    }
}
