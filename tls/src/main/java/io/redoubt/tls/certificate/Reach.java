package io.redoubt.tls.certificate;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/// How far an address reaches (RFC 6890, RFC 4193). Where a certificate tells us to ask must not lead us further in
/// than the endpoint that presented it: else any server could make this machine ask its own neighbours.
enum Reach {
    PUBLIC,
    PRIVATE,
    LOOPBACK,
    /// Link-local, where clouds keep their metadata; multicast, broadcast, reserved: no responder is ever there.
    NEVER;

    /// Whether an endpoint of this reach may send us to an address of that one.
    boolean maySendTo(Reach other) {
        return other != NEVER && other.compareTo(this) <= 0;
    }

    static Reach of(InetAddress address) {
        if (address.isLoopbackAddress()) {
            return LOOPBACK;
        }
        if (address.isAnyLocalAddress() || address.isLinkLocalAddress() || address.isMulticastAddress()) {
            return NEVER;
        }
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address ? ofVersion4(bytes) : ofVersion6(bytes);
    }

    private static Reach ofVersion4(byte[] bytes) {
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        if (first == 0 || first >= 240) {
            return NEVER;
        }
        boolean isPrivate = first == 10
                || (first == 172 && second >= 16 && second < 32)
                || (first == 192 && second == 168)
                || (first == 100 && second >= 64 && second < 128)
                || (first == 198 && (second == 18 || second == 19))
                || (first == 192 && second == 0 && bytes[2] == 0);
        return isPrivate ? PRIVATE : PUBLIC;
    }

    private static Reach ofVersion6(byte[] bytes) {
        int first = word(bytes, 0);
        int second = word(bytes, 2);
        if (first == 0x0064 && second == 0xff9b) {
            return of(version4(Arrays.copyOfRange(bytes, 12, 16)));
        }
        if (first == 0x2002) {
            return of(version4(Arrays.copyOfRange(bytes, 2, 6)));
        }
        if ((first & 0xfe00) == 0xfc00 || (first & 0xffc0) == 0xfec0) {
            return PRIVATE;
        }
        // Only 2000::/3 is given out; the rest holds the embedded forms of version 4 and nothing reachable.
        return (first & 0xe000) == 0x2000 ? PUBLIC : NEVER;
    }

    private static int word(byte[] bytes, int at) {
        return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
    }

    private static InetAddress version4(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException(impossible);
        }
    }
}
