package io.redoubt.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.assembly.EdgeSnapshots.Supplies;
import io.redoubt.edge.EdgeLimits;
import io.redoubt.edge.EdgeSnapshot;
import io.redoubt.edge.PendingChallenges;
import io.redoubt.edge.UpstreamPool;
import io.redoubt.edge.UpstreamPool.HealthCheck;
import io.redoubt.testkit.CertificateForge;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EdgeSnapshotsTest {

    private static final Supplies NOTHING = new Supplies(List.of(), PendingChallenges.NONE, Optional.empty());

    @TempDir
    private Path directory;

    private EdgeSnapshot snapshot(String edge) throws Exception {
        Path file = Files.writeString(directory.resolve("redoubt.yaml"), "redoubt: 1\nservice: shop\nedge:\n" + edge);
        Policy policy = TestPolicies.file(file, Map.of()).check().getFirst();
        return EdgeSnapshots.of(policy, policy.edge().orElseThrow(), NOTHING, 7);
    }

    @Test
    void limits_that_no_policy_names_are_the_documented_ones() throws Exception {
        assertThat(snapshot("  upstreams: { app: { servers: 'http://127.0.0.1:8080' } }\n")
                        .limits())
                .isEqualTo(EdgeLimits.DEFAULT);
    }

    @Test
    void what_the_policy_says_of_ports_limits_routes_and_servers_reaches_the_edge() throws Exception {
        String root;
        try (CertificateForge forge = CertificateForge.at(TestPolicies.TODAY.instant())) {
            Files.copy(forge.rootFile(), directory.resolve("root.pem"));
            root = Files.readString(forge.rootFile()).strip();
        }
        EdgeSnapshot snapshot = EdgeSnapshot.decode(snapshot("""
                  listen: { metrics: 9464 }
                  limits:
                    connections: 1
                    connections-per-client: 2
                    requests-per-second: 3
                    target-size: 4KiB
                    head-size: 16KiB
                    fields: 12
                    body-size: 7MiB
                    streams: 8
                    handshake-time: 9s
                    head-time: 10s
                    body-time: 11s
                    idle-time: 12s
                    connect-time: 13s
                    answer-time: 14s
                    quiet-time: 15s
                    total-time: 16s
                  routes:
                    - { host: shop.example.com, path: /up, to: app, access: anyone, body-size: 1GiB, requests-per-second: 5 }
                  upstreams:
                    app:
                      servers: https://10.0.2.10:8443
                      trust: root.pem
                      server-name: app.internal
                      connections: 17
                      health: { path: /health?deep=1, every: 18s, timeout: 19s }
                """).encode());
        assertThat(snapshot.listen().metrics()).map(Object::toString).hasValue("127.0.0.1:9464");
        assertThat(snapshot.limits())
                .isEqualTo(new EdgeLimits(
                        1,
                        2,
                        3,
                        4 << 10,
                        16 << 10,
                        12,
                        7 << 20,
                        8,
                        Duration.ofSeconds(9),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(11),
                        Duration.ofSeconds(12),
                        Duration.ofSeconds(13),
                        Duration.ofSeconds(14),
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(16)));
        assertThat(snapshot.routes()).singleElement().satisfies(route -> {
            assertThat(route.bodyBytes()).isEqualTo(OptionalLong.of(1 << 30));
            assertThat(route.requestsPerSecond()).isEqualTo(OptionalInt.of(5));
        });
        assertThat(snapshot.upstreams())
                .containsExactly(Map.entry(
                        "app",
                        new UpstreamPool(
                                List.of(URI.create("https://10.0.2.10:8443")),
                                Optional.of(root),
                                Optional.of("app.internal"),
                                17,
                                Optional.of(new HealthCheck(
                                        "/health?deep=1", Duration.ofSeconds(18), Duration.ofSeconds(19))))));
    }
}
