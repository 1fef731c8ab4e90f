package io.redoubt.wire;

import java.net.InetSocketAddress;

/// One address of a host, as it is probed.
///
/// @param host    the name or address literal as the operator wrote it; sent as SNI and Host
/// @param address resolved, with its port
public record Peer(String host, InetSocketAddress address) {

    public Peer {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("an unresolved address can't be probed: " + address);
        }
    }

    /// `203.0.113.7:443`, `[2001:db8::1]:443`.
    public String addressText() {
        String literal = address.getAddress().getHostAddress();
        return (literal.indexOf(':') >= 0 ? "[" + literal + "]" : literal) + ":" + address.getPort();
    }

    @Override
    public String toString() {
        return addressText();
    }
}
