package io.redoubt.assembly;

import io.redoubt.wire.Resolver;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/// Remembers what each name led to last, so that a report can tell which addresses were looked at.
final class RememberingResolver implements Resolver {

    private final Resolver resolver;
    private final ConcurrentHashMap<String, List<InetAddress>> answers = new ConcurrentHashMap<>();

    RememberingResolver(Resolver resolver) {
        this.resolver = resolver;
    }

    @Override
    public List<InetAddress> resolve(String host) throws UnknownHostException {
        List<InetAddress> addresses = resolver.resolve(host);
        answers.put(host, List.copyOf(addresses));
        return addresses;
    }

    /// Empty where the name was never asked for, or has no address.
    List<InetAddress> remembered(String host) {
        return answers.getOrDefault(host, List.of());
    }
}
