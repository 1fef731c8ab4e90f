package io.redoubt.wire;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// Where names get their addresses from.
@FunctionalInterface
public interface Resolver {

    /// @return at least one address
    List<InetAddress> resolve(String host) throws UnknownHostException;

    static Resolver system() {
        return host -> List.of(InetAddress.getAllByName(host));
    }
}
