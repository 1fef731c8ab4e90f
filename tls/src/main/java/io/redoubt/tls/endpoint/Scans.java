package io.redoubt.tls.endpoint;

import io.redoubt.control.ControlId;
import io.redoubt.wire.Resolver;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Lends out the scan of each endpoint. All controls of one run get the same; a control that comes back begins the
/// next run, and so does one that comes late.
public final class Scans {

    private final Resolver resolver;
    private final AddressProbe.Source probes;
    private final Duration timeout;
    private final ConcurrentHashMap<Key, Loan> loans = new ConcurrentHashMap<>();

    /// @param timeout for one endpoint, from its first touch to the last answer
    public Scans(Resolver resolver, AddressProbe.Source probes, Duration timeout) {
        this.resolver = resolver;
        this.probes = probes;
        this.timeout = timeout;
    }

    /// @param plain the port on which the same host answers plain HTTP
    public EndpointScan of(String host, int port, OptionalInt plain, ControlId reader) {
        Loan loan = loans.compute(new Key(host, port), (_, current) -> {
            Loan lent = current == null || current.isStale() || current.readers.contains(reader)
                    ? new Loan(new EndpointScan(host, port, plain, resolver, probes, timeout), staleAfter())
                    : current;
            lent.readers.add(reader);
            return lent;
        });
        return loan.scan;
    }

    /// Long enough for a reader that had to queue behind eight others of the same host.
    private long staleAfter() {
        return System.nanoTime() + timeout.multipliedBy(3).toNanos();
    }

    private record Key(String host, int port) {}

    private record Loan(EndpointScan scan, long staleAt, Set<ControlId> readers) {

        Loan(EndpointScan scan, long staleAt) {
            this(scan, staleAt, ConcurrentHashMap.newKeySet());
        }

        boolean isStale() {
            return System.nanoTime() - staleAt > 0;
        }
    }
}
