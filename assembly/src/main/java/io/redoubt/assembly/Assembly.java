package io.redoubt.assembly;

import io.redoubt.control.Catalogue;
import io.redoubt.control.Control;
import io.redoubt.control.ControlId;
import io.redoubt.control.Limits;
import io.redoubt.control.Remedy;
import io.redoubt.control.Subject;
import io.redoubt.control.Waiver;
import io.redoubt.control.Waivers;
import io.redoubt.data.Data;
import io.redoubt.data.Database;
import io.redoubt.edge.EdgePolicy;
import io.redoubt.edge.Route;
import io.redoubt.policy.Mode;
import io.redoubt.policy.References;
import io.redoubt.tls.CertificateStanding;
import io.redoubt.tls.Endpoint;
import io.redoubt.tls.Tls;
import io.redoubt.tls.TlsPolicy;
import io.redoubt.wire.Peer;
import io.redoubt.wire.Resolver;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Puts the domains together: builds each facade from its section, and pairs what one needs with what another has.
public final class Assembly {

    /// Sections of which the policy file holds nothing: they are about Redoubt itself and its machine.
    private static final Set<String> ALWAYS_DECLARED = Set.of("ledger", "policy", "host");

    private final Resolver resolver;
    private final References references;
    private final List<Path> roots;
    private final InstantSource clock;

    /// @param resolver   where names get their addresses from
    /// @param references where the policy's references lead
    /// @param roots      PEM files with roots to trust beside the system's
    public Assembly(Resolver resolver, References references, List<Path> roots, InstantSource clock) {
        this.resolver = resolver;
        this.references = references;
        this.roots = List.copyOf(roots);
        this.clock = clock;
    }

    /// What a policy declares.
    public Scope ofPolicy(Policy policy) {
        return ofPolicy(policy, List.of(), roots, List::of);
    }

    /// The same, and what Redoubt keeps itself on this machine.
    public Scope ofPolicy(Policy policy, Instance instance) {
        List<List<Control<?>>> own = new ArrayList<>();
        policy.data().ifPresent(_ -> own.add(Data.controlsOf(instance.ownStore(), clock)));
        own.add(OwnControls.of(instance, policy, witnesses(policy), clock));
        return ofPolicy(policy, own, trusted(instance), () -> instance.standings(policy));
    }

    /// The same, where the ledger does not go on.
    public Scope ofPolicy(Policy policy, DamagedInstance instance) {
        return ofPolicy(policy, List.of(OwnControls.of(instance, witnesses(policy), clock)), roots, List::of);
    }

    /// What the internal CA issued is trusted by whoever uses it, so it is here.
    private List<Path> trusted(Instance instance) {
        return Stream.concat(roots.stream(), instance.internalRoot().find().stream())
                .toList();
    }

    /// Those that keep checkpoints of the ledger elsewhere.
    public Witnesses witnesses(Policy policy) {
        return Witnesses.of(policy, roots, clock);
    }

    private Scope ofPolicy(
            Policy policy,
            List<List<Control<?>>> own,
            List<Path> trusted,
            Supplier<List<CertificateStanding>> standings) {
        Duration timeout = policy.checks().timeout();
        RememberingResolver remembering = new RememberingResolver(resolver);
        List<List<Control<?>>> tables = new ArrayList<>();
        policy.tls()
                .ifPresent(tls -> tables.add(tls(withRoutes(tls, policy), remembering, trusted, standings, timeout)));
        policy.data().ifPresent(data -> tables.add(data(data.databases(), remembering, timeout)));
        tables.addAll(own);
        Catalogue catalogue = new Catalogue(tables);
        return new Scope(
                catalogue,
                waivers(policy),
                timeout,
                policy.notDeclared(),
                notAssessedHere(policy, catalogue),
                subject -> addressesOf(subject, remembering));
    }

    /// What mends on this machine what the policy's controls find.
    public List<Remedy> remedies(Policy policy) {
        if (policy.tls().isEmpty()) {
            return List.of();
        }
        TlsPolicy section = withRoutes(policy.tls().get(), policy);
        Tls tls = new Tls(
                section,
                new RememberingResolver(resolver),
                roots,
                clock,
                policy.checks().timeout());
        List<Remedy> remedies = new ArrayList<>(List.of(tls.keyRemedy()));
        if (section.nginx() != null) {
            remedies.add(tls.nginxRemedy("nginx", section.nginx(), ""));
        }
        return remedies;
    }

    /// Which sections may change the world.
    public static Map<String, Mode> modes(Policy policy) {
        Map<String, Mode> modes = new LinkedHashMap<>();
        policy.tls().ifPresent(tls -> modes.put("tls", tls.mode()));
        return modes;
    }

    /// What a few addresses are measured by where no policy is: the defaults.
    public Scope ofAddresses(Addresses addresses) {
        Duration timeout = Limits.defaults().timeout();
        RememberingResolver remembering = new RememberingResolver(resolver);
        return new Scope(
                new Catalogue(List.of(
                        tls(TlsPolicy.defaults(addresses.endpoints()), remembering, roots, List::of, timeout),
                        data(addresses.databases(), remembering, timeout))),
                Waivers.none(),
                timeout,
                List.of(),
                List.of(),
                subject -> addressesOf(subject, remembering));
    }

    private List<Control<?>> tls(
            TlsPolicy policy,
            Resolver addresses,
            List<Path> trusted,
            Supplier<List<CertificateStanding>> standings,
            Duration timeout) {
        return new Tls(policy, addresses, trusted, standings, clock, timeout).controls();
    }

    private List<Control<?>> data(List<Database> databases, Resolver addresses, Duration timeout) {
        return new Data(databases, references, addresses, clock, timeout).controls();
    }

    /// The hosts of the edge's routes are endpoints too.
    private static TlsPolicy withRoutes(TlsPolicy tls, Policy policy) {
        if (policy.edge().isEmpty()) {
            return tls;
        }
        EdgePolicy edge = policy.edge().get();
        Map<String, Endpoint> endpoints = new LinkedHashMap<>();
        tls.endpoints().forEach(endpoint -> endpoints.put(endpoint.host() + ":" + endpoint.port(), endpoint));
        for (Route route : edge.routes()) {
            int port = edge.listen().https();
            URI url = URI.create("https://" + route.host() + (port == 443 ? "" : ":" + port));
            endpoints.putIfAbsent(
                    route.host() + ":" + port,
                    new Endpoint(url, OptionalInt.of(edge.listen().http())));
        }
        return tls.withEndpoints(List.copyOf(endpoints.values()));
    }

    private static Waivers waivers(Policy policy) {
        return new Waivers(policy.waivers().stream()
                .map(entry -> new Waiver(
                        new ControlId(entry.control()),
                        entry.subject().map(Subject::of).orElse(null),
                        entry.owner(),
                        entry.reason(),
                        entry.until()))
                .toList());
    }

    private static List<ControlId> notAssessedHere(Policy policy, Catalogue catalogue) {
        return Announced.ids().stream()
                .filter(id -> ALWAYS_DECLARED.contains(id.section())
                        || !policy.notDeclared().contains(id.section()))
                .filter(id -> catalogue.find(id).isEmpty())
                .toList();
    }

    private static List<String> addressesOf(Subject subject, RememberingResolver resolver) {
        String host = subject.uri().getHost();
        if (host == null) {
            return List.of();
        }
        int port = subject.uri().getPort() == -1 ? 443 : subject.uri().getPort();
        return resolver.remembered(host.replaceAll("[\\[\\]]", "")).stream()
                .map(address -> new Peer(host, new InetSocketAddress(address, port)).addressText())
                .collect(Collectors.toUnmodifiableList());
    }
}
