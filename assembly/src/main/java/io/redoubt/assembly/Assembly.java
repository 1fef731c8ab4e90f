package io.redoubt.assembly;

import io.redoubt.control.Catalogue;
import io.redoubt.control.Limits;
import io.redoubt.control.Subject;
import io.redoubt.control.Waivers;
import io.redoubt.tls.Tls;
import io.redoubt.tls.TlsPolicy;
import io.redoubt.tls.certificate.Trust;
import io.redoubt.wire.Peer;
import io.redoubt.wire.Resolver;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// Puts the domains together: builds each facade from its section and pairs the ports of one with another.
public final class Assembly {

    private final Resolver resolver;
    private final List<Path> roots;
    private final InstantSource clock;

    /// @param resolver where names get their addresses from
    /// @param roots    PEM files with roots to trust beside the system's
    public Assembly(Resolver resolver, List<Path> roots, InstantSource clock) {
        this.resolver = resolver;
        this.roots = List.copyOf(roots);
        this.clock = clock;
    }

    /// What a few addresses are measured by where no policy is: the defaults.
    public Scope ofAddresses(Addresses addresses) {
        Duration timeout = Limits.defaults().timeout();
        RememberingResolver remembering = new RememberingResolver(resolver);
        Trust trust = Trust.system(roots);
        Tls tls = new Tls(TlsPolicy.defaults(addresses.endpoints()), remembering, trust, clock, timeout);
        return new Scope(
                new Catalogue(List.of(tls.controls())),
                Waivers.none(),
                timeout,
                List.of(),
                List.of(),
                subject -> addressesOf(subject, remembering));
    }

    private static List<String> addressesOf(Subject subject, RememberingResolver resolver) {
        String host = subject.uri().getHost();
        if (host == null) {
            return List.of();
        }
        int port = subject.uri().getPort() == -1 ? 443 : subject.uri().getPort();
        return resolver.remembered(host.replaceAll("[\\[\\]]", "")).stream()
                .map(address -> new Peer(host, new InetSocketAddress(address, port)).addressText())
                .toList();
    }
}
