package io.redoubt.edge.forward;

import io.redoubt.edge.limit.AddressSet;
import io.redoubt.edge.message.FieldName;
import io.redoubt.edge.message.RequestHead;
import io.redoubt.policy.Address;

/// Whom a request comes from: its peer, or whom a trusted proxy names.
///
/// @param client the one that limits and denials are for
/// @param chain  the value of `X-Forwarded-For` for the server
/// @param fault  why nobody can be told from what the proxies say, or empty; such a request is refused, since limits
/// and
///               denials for the proxy itself would be none
public record Origin(Address client, String chain, String fault) {

    private static final int HOPS = 32;

    public static Origin of(RequestHead request, Address peer, AddressSet trusted) {
        String own = peer.toString();
        String claimed = trusted.contains(peer) ? request.fields().joined(FieldName.X_FORWARDED_FOR, ",") : null;
        if (claimed == null) {
            return new Origin(peer, own, "");
        }
        Address client = peer;
        StringBuilder chain = new StringBuilder(own);
        int end = claimed.length();
        // From the nearest on, until one is named that is not trusted to name another.
        for (int hops = 0; end >= 0 && trusted.contains(client); hops++) {
            int comma = claimed.lastIndexOf(',', end - 1);
            Address hop = hops < HOPS ? ForwardedFor.read(claimed.substring(comma + 1, end)) : null;
            if (hop == null) {
                return new Origin(
                        peer, own, hops < HOPS ? "a proxy names what is no address" : "too many proxies are named");
            }
            client = hop;
            chain.insert(0, hop + ", ");
            end = comma;
        }
        return new Origin(client, chain.toString(), "");
    }

    /// As RFC 7239 writes an address.
    String forwarded() {
        return client.family() == Address.Family.V6 ? "\"[" + client + "]\"" : client.toString();
    }
}
