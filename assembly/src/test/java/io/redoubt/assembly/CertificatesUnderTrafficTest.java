package io.redoubt.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.redoubt.store.KeyFile;
import io.redoubt.store.PolicyRevisions.Activation;
import io.redoubt.testkit.PebbleServer;
import io.redoubt.tls.CertificateStanding;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real ACME server asks a real edge, while others use it.
class CertificatesUnderTrafficTest {

    private static final String HOST = "shop.example.com";

    @TempDir
    private Path home;

    private static String policy(PebbleServer pebble, int service, String challenge) {
        return """
                redoubt: 1
                service: shop
                tls:
                  mode: enforce
                  certificates: [ { names: [%s] } ]
                  acme:
                    directory: %s
                    terms-of-service: agreed
                    challenge: %s
                    dns-hook: %s
                    trust: %s
                edge:
                  listen: { on: loopback, https: %d, http: %d }
                  routes: [ { host: %s, path: /, to: shop, access: anyone } ]
                  upstreams: { shop: { servers: ["http://127.0.0.1:%d"] } }
                """.formatted(
                        HOST,
                        pebble.directory(),
                        challenge,
                        pebble.dnsHook(),
                        pebble.rootFile(),
                        pebble.tlsPort(),
                        pebble.httpPort(),
                        HOST,
                        service);
    }

    @Test
    void certificate_is_issued_and_renewed_by_each_challenge_and_no_request_fails() throws Exception {
        Path root = home.toRealPath();
        HttpServer service = ServingNode.service();
        int behind = service.getAddress().getPort();
        try (PebbleServer pebble = PebbleServer.start(Duration.ofDays(90));
                ServingNode node = new ServingNode(
                        new InstancePlace(
                                "shop",
                                root.resolve("data"),
                                new KeyFile(root.resolve("keys/root.key"), new SecureRandom()),
                                new StorePlace.InDirectory()),
                        TestPolicies.read(policy(pebble, behind, "http-01")),
                        "")) {
            ServingNode.await(
                    "the first certificate",
                    60,
                    () -> node.core.certificates().stream().allMatch(standing -> standing.notAfter() != null));
            assertThat(node.core.certificates())
                    .extracting(CertificateStanding::trouble)
                    .containsOnlyNulls();
            X509Certificate before = EdgeTraffic.shown(HOST, pebble.tlsPort());
            try (EdgeTraffic traffic = new EdgeTraffic(HOST, pebble.tlsPort())) {
                for (String challenge : List.of("http-01", "tls-alpn-01", "dns-01")) {
                    long seen = node.instance
                            .policies()
                            .active()
                            .map(Activation::number)
                            .orElseThrow();
                    node.core.activate(TestPolicies.read(policy(pebble, behind, challenge)), seen, "kim", "user:kim");
                    assertThat(node.core.renew(List.of()))
                            .as("%s: %s", challenge, pebble.output())
                            .extracting(CertificateStanding::trouble)
                            .containsOnlyNulls();
                    X509Certificate now = EdgeTraffic.shown(HOST, pebble.tlsPort());
                    assertThat(now.getSerialNumber()).as(challenge).isNotEqualTo(before.getSerialNumber());
                    before = now;
                    long sofar = traffic.answered();
                    ServingNode.await("traffic after " + challenge, 30, () -> traffic.answered() > sofar + 20);
                }
                assertThat(traffic.failures()).isEmpty();
            }
        } finally {
            service.stop(0);
        }
    }
}
