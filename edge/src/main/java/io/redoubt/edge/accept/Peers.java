package io.redoubt.edge.accept;

import io.redoubt.policy.Address;
import io.redoubt.policy.Parsed;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/// Addresses of peers as the policy writes them.
public final class Peers {

    private static final Address NOBODY = new Address(Address.Family.V6, 0, 0);

    private Peers() {}

    public static Address of(SocketAddress socket) {
        return socket instanceof InetSocketAddress internet && internet.getAddress() != null
                ? of(internet.getAddress())
                : NOBODY;
    }

    /// Java turns IPv4 addresses that are written as IPv6 into IPv4 by itself.
    static Address of(InetAddress address) {
        byte[] octets = address.getAddress();
        if (octets.length == 4) {
            return new Address(Address.Family.V4, 0, number(octets, 0, 4));
        }
        return new Address(Address.Family.V6, number(octets, 0, 8), number(octets, 8, 16));
    }

    /// What PROXY protocol tells, or the fallback where it tells none.
    static Address named(String text, Address fallback) {
        return switch (Address.parse(text)) {
            case Parsed.Value<Address>(Address address) -> address;
            case Parsed.Wrong<Address> _ -> fallback;
        };
    }

    private static long number(byte[] octets, int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
            number = (number << 8) | (octets[i] & 0xff);
        }
        return number;
    }
}
