package io.redoubt.tls;

import io.redoubt.control.Control;
import io.redoubt.control.Remedy;
import io.redoubt.policy.ProblemException;
import io.redoubt.tls.EndpointControl.Endpoints;
import io.redoubt.tls.certificate.PathValidation;
import io.redoubt.tls.certificate.RevocationCheck;
import io.redoubt.tls.certificate.Trust;
import io.redoubt.tls.endpoint.AddressProbe;
import io.redoubt.tls.endpoint.Scans;
import io.redoubt.tls.endpoint.WireProbe;
import io.redoubt.tls.nginx.NginxPlace;
import io.redoubt.tls.nginx.NginxProgram;
import io.redoubt.wire.Resolver;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/// The section `tls`: what clients of the endpoints get to see.
public final class Tls {

    /// New workers of nginx answer within a second; a probe of all suites may take some.
    private static final Duration UNTIL_NEW_WORKERS_ANSWER = Duration.ofSeconds(15);

    private final List<Control<?>> controls;
    private final TlsPolicy policy;
    private final Supplier<List<Control<?>>> looking;

    /// @param roots   PEM files with roots to trust beside the system's
    /// @param timeout for everything that is asked of one endpoint, from its first touch
    /// @throws ProblemException where a file of roots can't be read
    public Tls(TlsPolicy policy, Resolver resolver, List<Path> roots, InstantSource clock, Duration timeout) {
        this(policy, resolver, roots, List::of, clock, timeout);
    }

    /// @param standings how the certificates stand that Redoubt renews itself
    /// @throws ProblemException where a file of roots can't be read
    public Tls(
            TlsPolicy policy,
            Resolver resolver,
            List<Path> roots,
            Supplier<List<CertificateStanding>> standings,
            InstantSource clock,
            Duration timeout) {
        this(policy, resolver, Trust.system(roots), standings, clock, timeout, WireProbe::new);
    }

    Tls(
            TlsPolicy policy,
            Resolver resolver,
            Trust trust,
            InstantSource clock,
            Duration timeout,
            AddressProbe.Source probes) {
        this(policy, resolver, trust, List::of, clock, timeout, probes);
    }

    Tls(
            TlsPolicy policy,
            Resolver resolver,
            Trust trust,
            Supplier<List<CertificateStanding>> standings,
            InstantSource clock,
            Duration timeout,
            AddressProbe.Source probes) {
        this.policy = policy;
        this.looking = () -> TlsControls.of(
                policy,
                new PathValidation(trust),
                new RevocationCheck(resolver),
                standings,
                new Endpoints(policy.endpoints(), new Scans(resolver, probes, timeout), clock));
        this.controls = looking.get();
    }

    public List<Control<?>> controls() {
        return controls;
    }

    /// What mends the settings of an nginx on this machine.
    ///
    /// @param program       nginx's command
    /// @param configuration its main file, absolute
    /// @param prefix        what it is started with after `-p`, or empty
    public Remedy nginxRemedy(String program, String configuration, String prefix) {
        return nginxRemedy(new NginxPlace(program, configuration, prefix), UNTIL_NEW_WORKERS_ANSWER);
    }

    /// What mends the permissions of private keys on this machine.
    public Remedy keyRemedy() {
        return new KeyPermissionsRemedy();
    }

    Remedy nginxRemedy(NginxPlace place, Duration patience) {
        return new NginxTlsRemedy(
                new NginxProgram(place),
                new NginxTable(policy.minimum()),
                subject -> policy.endpoints().stream()
                        .filter(endpoint -> endpoint.url().equals(subject.uri()))
                        .findFirst(),
                looking,
                patience);
    }
}
