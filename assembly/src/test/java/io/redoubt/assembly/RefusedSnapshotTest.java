package io.redoubt.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.redoubt.store.KeyFile;
import io.redoubt.store.PolicyRevisions.NodeReport;
import io.redoubt.testkit.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
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

    private InstancePlace place() throws IOException {
        Path root = home.toRealPath();
        return new InstancePlace(
                "shop",
                root.resolve("data"),
                new KeyFile(root.resolve("keys/root.key"), new SecureRandom()),
                new StorePlace.InDirectory());
    }

    @Test
    void port_that_is_taken_is_told_and_served_on_once_it_is_free() throws Exception {
        HttpServer service = ServingNode.service();
        ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        int port = taken.getLocalPort();
        try (ServingNode node =
                new ServingNode(place(), policy(port, service.getAddress().getPort()), "")) {
            try (taken) {
                assertThat(node.core.awaitEdge(Duration.ofSeconds(30)).orElse(""))
                        .contains("nothing can listen on 127.0.0.1:" + port);
            }
            assertThat(served(node)).isTrue();
        } finally {
            service.stop(0);
        }
    }

    @Test
    void node_says_that_it_goes_by_a_policy_only_once_its_edge_does() throws Exception {
        HttpServer service = ServingNode.service();
        int behind = service.getAddress().getPort();
        ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Policy first = policy(new FreePorts().next(), behind);
        Policy second = policy(taken.getLocalPort(), behind);
        try (ServingNode node = new ServingNode(place(), first, "")) {
            try (taken) {
                assertThat(served(node)).isTrue();
                node.core.activate(second, 1, "kim", "user:kim");
                ServingNode.await("the refusal", 30, () -> told(node).contains("nothing can listen on 127.0.0.1:"));
                Instant told = report(node).at();
                ServingNode.await("a word after it", 30, () -> report(node).at().isAfter(told));
                assertThat(report(node).digest()).isEqualTo(first.digest());
            }
            ServingNode.await("its report", 30, () -> report(node).digest().equals(second.digest()));
        } finally {
            service.stop(0);
        }
    }

    private static String told(ServingNode node) {
        try {
            return node.core.awaitEdge(Duration.ofSeconds(1)).orElse("");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static NodeReport report(ServingNode node) {
        return node.instance
                .store()
                .read(transaction -> transaction.revisions().reports())
                .getFirst();
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
