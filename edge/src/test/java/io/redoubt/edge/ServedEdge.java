package io.redoubt.edge;

import io.redoubt.policy.Address;
import io.redoubt.policy.Mode;
import io.redoubt.policy.Secret;
import io.redoubt.testkit.CertificateForge;
import io.redoubt.testkit.CertificateRecipe;
import io.redoubt.testkit.IssuedCertificate;
import io.redoubt.testkit.KeyKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/// A real edge on loopback, in front of a test's own servers.
@SuppressWarnings("TimeInStaticInitializer") // Certificates that are good for the whole run.
public final class ServedEdge implements AutoCloseable {

    public static final String HOST = "shop.example.com";
    static final String OTHER = "other.example.com";
    static final String LOCAL = "localhost";
    static final CertificateForge FORGE = CertificateForge.at(Instant.now());
    static final ListenAddresses.Socket ANY_PORT =
            new ListenAddresses.Socket(Address.parse("127.0.0.1").get(), 0);
    static final EdgeLimits LIMITS = EdgeLimits.DEFAULT.withClient(100_000, 1_000_000);

    private static final ServedCertificate CERTIFICATE = certificate(HOST, OTHER, LOCAL);

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long PAUSE_NANOS = 5_000_000;

    private final Edge edge;

    private ServedEdge(Edge edge) {
        this.edge = edge;
    }

    static ServedCertificate certificate(String... names) {
        return certificate(KeyKind.EC_P256, names);
    }

    public static ServedCertificate certificate(KeyKind kind, String... names) {
        CertificateRecipe good = CertificateRecipe.good(Instant.now());
        IssuedCertificate issued = FORGE.issue(new CertificateRecipe(
                names[0],
                List.of(names),
                List.of(),
                good.notBefore(),
                good.notAfter(),
                kind,
                good.hash(),
                good.issuer(),
                good.ocsp(),
                good.crl(),
                good.stapling()));
        try {
            return new ServedCertificate(
                    List.of(names),
                    Files.readString(issued.chainFile()),
                    new Secret(Files.readString(issued.keyFile())),
                    false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Everything of two hosts goes to the server; `/admin` needs a permission.
    public static EdgeSnapshot snapshot(URI... servers) {
        return new EdgeSnapshot(
                1,
                Mode.ENFORCE,
                new ListenAddresses(List.of(ANY_PORT), List.of(ANY_PORT), Optional.of(ANY_PORT)),
                List.of(CERTIFICATE),
                List.of(
                        ServedRoute.open(HOST, "/", "app"),
                        ServedRoute.open(HOST, "/admin", "app").with(new Access.Permission("shop:manage")),
                        ServedRoute.open(OTHER, "/", "app"),
                        ServedRoute.open(LOCAL, "/", "app")),
                Map.of("app", UpstreamPool.of(servers)),
                LIMITS,
                List.of(),
                List.of(),
                List.of(),
                PendingChallenges.NONE);
    }

    static ServedEdge before(URI... servers) {
        return start(snapshot(servers));
    }

    static ServedEdge before(UnaryOperator<EdgeLimits> limits, URI... servers) {
        return start(ChangedSnapshot.of(snapshot(servers))
                .limits(limits.apply(LIMITS))
                .snapshot());
    }

    static ServedEdge start(EdgeSnapshot snapshot) {
        return start(snapshot, EdgePorts.ALONE);
    }

    static ServedEdge start(EdgeSnapshot snapshot, EdgePorts ports) {
        return start(snapshot, ports, new EdgeSettings(1, Optional.empty(), InstantSource.system()));
    }

    static ServedEdge start(EdgeSnapshot snapshot, EdgePorts ports, EdgeSettings settings) {
        return new ServedEdge(Edge.start(snapshot, ports, settings));
    }

    Edge edge() {
        return edge;
    }

    int port() {
        return edge.https().getFirst().getPort();
    }

    int plainPort() {
        return edge.http().getFirst().getPort();
    }

    /// The value of one line of the metrics.
    long counted(String line) {
        return edge.metricsText()
                .lines()
                .filter(each -> each.startsWith(line + " "))
                .mapToLong(each -> Long.parseLong(each.substring(line.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line " + line));
    }

    long refused(String reason) {
        return counted("redoubt_edge_refused_total{reason=\"" + reason + "\"}");
    }

    /// Waits until the line of the metrics says so much: an answer is counted a moment after its client has it.
    void awaitCounted(String line, long wanted) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (counted(line) != wanted && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        if (counted(line) != wanted) {
            throw new AssertionError(line + " is " + counted(line) + " and not " + wanted);
        }
    }

    void awaitRefused(String reason, long wanted) {
        awaitCounted("redoubt_edge_refused_total{reason=\"" + reason + "\"}", wanted);
    }

    @Override
    public void close() {
        edge.close();
    }
}
