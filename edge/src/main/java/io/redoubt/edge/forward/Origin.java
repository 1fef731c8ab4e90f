package io.redoubt.edge.forward;

import io.netty.util.AsciiString;
import io.redoubt.edge.limit.AddressSet;
import io.redoubt.edge.message.FieldName;
import io.redoubt.edge.message.RequestHead;
import io.redoubt.policy.Address;
import io.redoubt.policy.Parsed;

/// Whom a request comes from: its peer, or whom a trusted proxy names.
///
/// @param client the one that limits and denials are for
/// @param chain  the value of `X-Forwarded-For` for the server
record Origin(Address client, String chain) {

    private static final int HOPS = 20;

    static Origin of(RequestHead request, Address peer, AddressSet trusted) {
        String own = peer.toString();
        if (!trusted.contains(peer)) {
            return new Origin(peer, own);
        }
        String claimed = request.fields().joined(FieldName.X_FORWARDED_FOR, ",");
        if (claimed == null) {
            return new Origin(peer, own);
        }
        String[] hops = claimed.split(",", HOPS + 1);
        if (hops.length > HOPS) {
            return new Origin(peer, own);
        }
        Address client = peer;
        StringBuilder chain = new StringBuilder(own);
        // From the nearest on, until one is named that is not trusted to name another.
        for (int i = hops.length - 1; i >= 0 && trusted.contains(client); i--) {
            if (!(Address.parse(hops[i].strip()) instanceof Parsed.Value<Address>(Address hop))) {
                break;
            }
            client = hop;
            chain.insert(0, hop + ", ");
        }
        return new Origin(client, chain.toString());
    }

    /// As RFC 7239 writes an address.
    String forwarded() {
        return client.family() == Address.Family.V6 ? "\"[" + client + "]\"" : client.toString();
    }

    AsciiString text() {
        return new AsciiString(chain);
    }
}
