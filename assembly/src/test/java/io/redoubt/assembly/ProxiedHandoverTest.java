package io.redoubt.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.redoubt.store.KeyFile;
import io.redoubt.testkit.FreePorts;
import io.redoubt.tls.CertificateStanding;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// An edge behind a load balancer on the same machine.
@Timeout(90)
class ProxiedHandoverTest {

    @TempDir
    private Path home;

    @Test
    void certificate_is_looked_at_by_proxy_protocol_where_this_machine_has_to_speak_it() throws Exception {
        Path root = home.toRealPath();
        HttpServer service = ServingNode.service();
        FreePorts ports = new FreePorts();
        Policy policy = TestPolicies.read(
                """
                redoubt: 1
                service: shop
                tls: { mode: enforce, certificates: [ { names: [localhost], from: internal } ] }
                edge:
                  listen: { on: loopback, https: %d, http: %d }
                  proxy-protocol: ["127.0.0.1"]
                  routes: [ { host: localhost, path: /, to: shop, access: anyone } ]
                  upstreams: { shop: { servers: ["http://127.0.0.1:%d"] } }
                """.formatted(ports.next(), ports.next(), service.getAddress().getPort()));
        InstancePlace place = new InstancePlace(
                "shop",
                root.resolve("data"),
                new KeyFile(root.resolve("keys/root.key"), new SecureRandom()),
                new StorePlace.InDirectory());
        try (ServingNode node = new ServingNode(place, policy, "")) {
            ServingNode.await("a certificate", 60, () -> standing(node).notAfter() != null);
            assertThat(standing(node).trouble()).isNull();
        } finally {
            service.stop(0);
        }
    }

    private static CertificateStanding standing(ServingNode node) {
        return node.core.certificates().getFirst();
    }
}
