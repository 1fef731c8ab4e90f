package io.redoubt.edge.accept;

import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyProtocolVersion;
import io.redoubt.policy.Address;
import io.redoubt.policy.Parsed;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

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

    /// Whom PROXY protocol names, or null where that can't be told. Of its own connections, such as health
    /// checks, a proxy says `LOCAL` (2) or `UNKNOWN` (1): there the protocol demands the peer's own address
    /// (sections 2.1 and 2.2).
    static @Nullable Address named(HAProxyMessage told, Address peer) {
        return switch (told.proxiedProtocol()) {
            case TCP4, TCP6 ->
                Address.parseTold(told.sourceAddress()) instanceof Parsed.Value<Address>(Address address)
                        ? address
                        : null;
            case UNKNOWN ->
                told.command() == HAProxyCommand.LOCAL || told.protocolVersion() == HAProxyProtocolVersion.V1
                        ? peer
                        : null;
            case UDP4, UDP6, UNIX_STREAM, UNIX_DGRAM -> null;
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
