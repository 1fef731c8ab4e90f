package io.redoubt.edge.forward;

import io.redoubt.edge.EdgeLimits;
import io.redoubt.edge.EdgeSnapshot;
import io.redoubt.edge.limit.AddressSet;
import io.redoubt.edge.route.RouteTable;
import io.redoubt.edge.tls.ServerCertificates;
import io.redoubt.edge.upstream.ServerGroup;
import java.util.Map;

/// A snapshot made ready to serve.
public record Live(
        EdgeSnapshot snapshot,
        RouteTable routes,
        ServerCertificates certificates,
        Map<String, ServerGroup> upstreams,
        AddressSet denials,
        AddressSet trusted,
        AddressSet protocol) {

    public EdgeLimits limits() {
        return snapshot.limits();
    }
}
