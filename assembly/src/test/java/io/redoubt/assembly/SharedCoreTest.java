package io.redoubt.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.redoubt.policy.Confidential;
import io.redoubt.store.KeyFile;
import io.redoubt.store.PolicyRevisions.Activation;
import io.redoubt.testkit.FreePorts;
import io.redoubt.testkit.PebbleServer;
import io.redoubt.testkit.PostgresServer;
import io.redoubt.tls.CertificateStanding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two nodes that serve by one PostgreSQL, each with an edge of its own in a network of its own: the first one's on
/// this machine, the second one's apart.
class SharedCoreTest {

    private static final String HOST = "shop.example.com";
    private static final String PASSWORD = "pw";

    @TempDir
    private Path directory;

    private PostgresServer postgres;
    private HttpServer service;
    private int https;
    private int http;

    @BeforeEach
    void start() throws IOException {
        postgres = PostgresServer.durable(PASSWORD);
        service = ServingNode.service();
        FreePorts ports = new FreePorts();
        https = ports.next();
        http = ports.next();
    }

    @AfterEach
    void stop() {
        service.stop(0);
        postgres.close();
    }

    private InstancePlace place(String name) throws IOException {
        Path home = Files.createDirectory(directory.toRealPath().resolve(name));
        Path data = Files.createDirectory(home.resolve("data"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(Files.createDirectory(data.resolve("ledger")).resolve("node"), name + "\n");
        Path first = directory.toRealPath().resolve("web-1/root.key");
        if (Files.exists(first)) {
            Files.copy(first, home.resolve("root.key"), StandardCopyOption.COPY_ATTRIBUTES);
        }
        return new InstancePlace(
                "shop",
                data,
                new KeyFile(home.resolve("root.key"), new SecureRandom()),
                new StorePlace.InPostgresql(
                        new Confidential.Literal(
                                "postgresql://redoubt:%s@127.0.0.1:%d/redoubt".formatted(PASSWORD, postgres.port())),
                        Optional.empty(),
                        new ProcessReferences(Map.of(), home)));
    }

    private String policy(String certificate, String acme, int plain, String routes) {
        return """
                redoubt: 1
                service: shop
                tls:
                  mode: enforce
                  certificates: [ { names: [%s], from: %s } ]
                  acme: { terms-of-service: agreed%s }
                edge:
                  listen: { on: loopback, https: %d, http: %d }
                  routes: [ { host: %s, path: /, to: shop, access: anyone }%s ]
                  upstreams: { shop: { servers: ["http://127.0.0.1:%d"] } }
                """.formatted(
                        HOST,
                        certificate,
                        acme,
                        https,
                        plain,
                        HOST,
                        routes,
                        service.getAddress().getPort());
    }

    private Policy internal(String routes) {
        return TestPolicies.read(policy("internal", "", http, routes));
    }

    private static long number(ServingNode node) {
        return node.instance.policies().active().map(Activation::number).orElse(0L);
    }

    /// What a client in the network of a node's edge gets.
    private static String seenAt(ServingNode node, String... curl) {
        return output(List.of("nsenter", "--target", String.valueOf(node.edgeProcess()), "--net", "curl", "-sk"), curl);
    }

    private static String output(List<String> command, String... arguments) {
        try {
            List<String> all = new ArrayList<>(command);
            all.addAll(List.of(arguments));
            Process process = new ProcessBuilder(all)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String statusAt(ServingNode node, String path) {
        return seenAt(
                node,
                "-o",
                "/dev/null",
                "-w",
                "%{http_code}",
                "--resolve",
                HOST + ":" + https + ":127.0.0.1",
                "https://" + HOST + ":" + https + path);
    }

    /// Two seconds after it was activated at the latest, on a machine that keeps up: each node looks every second.
    @Test
    void policy_that_one_activates_is_served_by_the_other_by_its_next_look() throws Exception {
        assertThat(RunningCore.POLL).isLessThanOrEqualTo(Duration.ofSeconds(1));
        try (ServingNode one = new ServingNode(place("web-1"), internal(""), "");
                ServingNode two = new ServingNode(place("web-2"), internal(""), ServingNode.APART)) {
            ServingNode.await("the second edge", 60, () -> statusAt(two, "/x").matches("200|502"));
            Policy closed = internal(", { host: %s, path: /admin, to: shop, access: signed-in }".formatted(HOST));
            one.core.activate(closed, number(one), "kim", "user:kim");
            ServingNode.await(
                    "a policy at the other node",
                    30,
                    () -> two.core.policy().digest().equals(closed.digest()));
            ServingNode.await(
                    "a route of the other edge",
                    30,
                    () -> statusAt(two, "/admin").equals("503"));
            assertThat(two.core.policy().digest()).isEqualTo(closed.digest());
        }
    }

    @Test
    void store_that_fails_over_costs_no_request_and_the_nodes_go_on_after_it() throws Exception {
        try (ServingNode one = new ServingNode(place("web-1"), internal(""), "");
                ServingNode two = new ServingNode(place("web-2"), internal(""), ServingNode.APART)) {
            assertThat(one.core.awaitEdge(Duration.ofSeconds(60))).isEmpty();
            ServingNode.await(
                    "a certificate",
                    60,
                    () -> one.core.certificates().stream().allMatch(standing -> standing.notAfter() != null));
            ServingNode.await("the edge", 60, () -> answers(one));
            Policy next = internal(", { host: %s, path: /next, to: shop, access: anyone }".formatted(HOST));
            try (EdgeTraffic traffic = new EdgeTraffic(HOST, https)) {
                ServingNode.await("traffic", 30, () -> traffic.answered() > 50);
                postgres.crash();
                long before = traffic.answered();
                ServingNode.await("traffic without a store", 30, () -> traffic.answered() > before + 200);
                postgres.restart();
                ServingNode.await("a store that takes a policy", 60, () -> activated(two, next));
                ServingNode.await(
                        "a policy at the other node",
                        30,
                        () -> one.core.policy().digest().equals(next.digest()));
                assertThat(traffic.failures()).isEmpty();
            }
        }
    }

    private boolean answers(ServingNode node) {
        try {
            return EdgeTraffic.shown(HOST, https) != null
                    && node.core.awaitEdge(Duration.ofSeconds(1)).isEmpty();
        } catch (Exception _) {
            return false;
        }
    }

    private static boolean activated(ServingNode node, Policy policy) {
        try {
            node.core.activate(policy, number(node), "kim", "user:kim");
            return true;
        } catch (RuntimeException _) {
            return false;
        }
    }

    @Test
    void answer_is_shown_by_every_node_before_an_authority_is_told_to_ask() throws Exception {
        try (PebbleServer pebble = PebbleServer.start(Duration.ofDays(90))) {
            https = pebble.tlsPort();
            Policy policy = TestPolicies.read(policy(
                    "acme",
                    ", directory: '%s', trust: '%s'".formatted(pebble.directory(), pebble.rootFile()),
                    pebble.httpPort(),
                    ""));
            try (ServingNode one = new ServingNode(place("web-1"), policy, "")) {
                ServingNode.await(
                        "a certificate",
                        60,
                        () -> one.core.certificates().stream().allMatch(standing -> standing.notAfter() != null));
                X509Certificate before = EdgeTraffic.shown(HOST, https);
                try (ServingNode two = new ServingNode(place("web-2"), policy, ServingNode.APART)) {
                    ServingNode.await(
                            "the second edge", 60, () -> !seenCertificate(two).isEmpty());
                    assertThat(one.core.renew(List.of()))
                            .extracting(CertificateStanding::trouble)
                            .containsOnlyNulls();
                    X509Certificate now = EdgeTraffic.shown(HOST, https);
                    assertThat(now).isNotEqualTo(before);
                    String serial = now.getSerialNumber().toString(16);
                    ServingNode.await(
                            "the new certificate at the other edge",
                            10,
                            () -> seenCertificate(two).contains(serial));
                }
            }
        }
    }

    /// The serial number that the edge of a node shows, in hexadecimal.
    private String seenCertificate(ServingNode node) {
        return output(List.of(
                        "nsenter",
                        "--target",
                        String.valueOf(node.edgeProcess()),
                        "--net",
                        "sh",
                        "-c",
                        "openssl s_client -connect 127.0.0.1:%d -servername %s </dev/null 2>/dev/null | openssl x509 -noout -serial"
                                .formatted(https, HOST)))
                .toLowerCase(Locale.ROOT);
    }
}
