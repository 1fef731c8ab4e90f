package io.redoubt.edge;

import io.redoubt.policy.Address;
import java.util.List;
import java.util.Optional;

/// Where the edge listens.
///
/// @param http    only redirects to https, and answers challenges of ACME
/// @param metrics Prometheus text; a loopback address, or nowhere
public record ListenAddresses(List<Socket> https, List<Socket> http, Optional<Socket> metrics) {

    /// @param port 0 where the kernel may choose
    public record Socket(Address address, int port) {
        public Socket {
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException(port + " is no port");
            }
        }

        boolean loopback() {
            return switch (address.family()) {
                case V4 -> address.low() >>> 24 == 127;
                case V6 -> address.high() == 0 && address.low() == 1;
            };
        }

        @Override
        public String toString() {
            return (address.family() == Address.Family.V6 ? "[" + address + "]" : address.toString()) + ":" + port;
        }
    }

    public ListenAddresses {
        https = List.copyOf(https);
        http = List.copyOf(http);
        if (https.isEmpty()) {
            throw new IllegalArgumentException("the edge needs an address for https");
        }
        if (metrics.isPresent() && !metrics.get().loopback()) {
            throw new IllegalArgumentException("metrics are for loopback only, not for " + metrics.get());
        }
    }
}
