package io.redoubt.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.redoubt.store.KeyFile;
import io.redoubt.testkit.FreePorts;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the edge can't serve now, it may be able to serve soon.
@Timeout(90)
class RefusedSnapshotTest {

    @TempDir
    private Path home;

    private static Policy policy(int https, int behind) {
        return TestPolicies.read("""
                redoubt: 1
                service: shop
                tls: { mode: enforce, certificates: [ { names: [localhost], from: internal } ] }
                edge:
                  listen: { on: loopback, https: %d, http: %d }
                  routes: [ { host: localhost, path: /, to: shop, access: anyone } ]
                  upstreams: { shop: { servers: ["http://127.0.0.1:%d"] } }
                """.formatted(https, new FreePorts().next(), behind));
    }

    @Test
    void port_that_is_taken_is_told_and_served_on_once_it_is_free() throws Exception {
        Path root = home.toRealPath();
        HttpServer service = ServingNode.service();
        ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        int port = taken.getLocalPort();
        InstancePlace place = new InstancePlace(
                "shop",
                root.resolve("data"),
                new KeyFile(root.resolve("keys/root.key"), new SecureRandom()),
                new StorePlace.InDirectory());
        try (ServingNode node =
                new ServingNode(place, policy(port, service.getAddress().getPort()), "")) {
            try (taken) {
                assertThat(node.core.awaitEdge(Duration.ofSeconds(30)).orElse(""))
                        .contains("nothing can listen on 127.0.0.1:" + port);
            }
            assertThat(served(node)).isTrue();
        } finally {
            service.stop(0);
        }
    }

    /// The refusal is told as long as it stands; each try gives the edge a newer snapshot.
    private static boolean served(ServingNode node) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (System.nanoTime() < end) {
            if (node.core.awaitEdge(Duration.ofSeconds(1)).isEmpty()) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }
}
