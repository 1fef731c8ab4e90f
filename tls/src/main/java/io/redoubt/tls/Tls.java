package io.redoubt.tls;

import io.redoubt.control.Control;
import io.redoubt.policy.ProblemException;
import io.redoubt.tls.EndpointControl.Endpoints;
import io.redoubt.tls.certificate.PathValidation;
import io.redoubt.tls.certificate.RevocationCheck;
import io.redoubt.tls.certificate.Trust;
import io.redoubt.tls.endpoint.AddressProbe;
import io.redoubt.tls.endpoint.Scans;
import io.redoubt.tls.endpoint.WireProbe;
import io.redoubt.wire.Resolver;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// The section `tls`: what clients of the endpoints get to see.
public final class Tls {

    private final List<Control<?>> controls;

    /// @param roots   PEM files with roots to trust beside the system's
    /// @param timeout for everything that is asked of one endpoint, from its first touch
    /// @throws ProblemException where a file of roots can't be read
    public Tls(TlsPolicy policy, Resolver resolver, List<Path> roots, InstantSource clock, Duration timeout) {
        this(policy, resolver, Trust.system(roots), clock, timeout, WireProbe::new);
    }

    Tls(
            TlsPolicy policy,
            Resolver resolver,
            Trust trust,
            InstantSource clock,
            Duration timeout,
            AddressProbe.Source probes) {
        this.controls = TlsControls.of(
                policy,
                new PathValidation(trust),
                new RevocationCheck(resolver),
                new Endpoints(policy.endpoints(), new Scans(resolver, probes, timeout), clock));
    }

    public List<Control<?>> controls() {
        return controls;
    }
}
