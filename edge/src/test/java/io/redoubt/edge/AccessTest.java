package io.redoubt.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.policy.Address;
import io.redoubt.policy.Cidr;
import io.redoubt.policy.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTest {

    private static final String ADMIN = "GET /admin/x?token=hidden HTTP/1.1\r\nHost: shop.example.com\r\n";

    private static EdgePorts ports(Sessions.Answer answer, Permissions.Decision decision) {
        return new EdgePorts(
                (_, _) -> CompletableFuture.supplyAsync(() -> answer),
                (_, _) -> CompletableFuture.completedFuture(decision),
                Denials.NONE,
                Challenges.NONE);
    }

    private static String admin(EdgePorts ports) {
        try (RecordingServer server = RecordingServer.ok();
                ServedEdge edge = ServedEdge.start(ServedEdge.snapshot(server.uri()), ports);
                RawClient client = RawClient.tls(edge.port())) {
            String status = client.send(ADMIN + "\r\n").readResponse().substring(9, 12);
            assertThat(server.requests()).hasSize(status.equals("200") ? 1 : 0);
            return status;
        }
    }

    @Test
    void a_protected_route_opens_only_to_a_clear_yes() {
        assertThat(admin(EdgePorts.ALONE)).isEqualTo("503");
        assertThat(admin(ports(Sessions.Other.NOBODY, Permissions.Decision.ALLOWED)))
                .isEqualTo("401");
        assertThat(admin(ports(Sessions.Other.UNAVAILABLE, Permissions.Decision.ALLOWED)))
                .isEqualTo("503");
        assertThat(admin(ports(new Sessions.Known("kim"), Permissions.Decision.DENIED)))
                .isEqualTo("403");
        assertThat(admin(ports(new Sessions.Known("kim"), Permissions.Decision.UNAVAILABLE)))
                .isEqualTo("503");
        assertThat(admin(ports(new Sessions.Known("kim"), Permissions.Decision.ALLOWED)))
                .isEqualTo("200");
    }

    @Test
    void a_port_that_fails_or_throws_denies() {
        CompletionStage<Sessions.Answer> failed = CompletableFuture.failedFuture(new IOException("gone"));
        assertThat(admin(new EdgePorts((_, _) -> failed, Permissions.UNAVAILABLE, Denials.NONE, Challenges.NONE)))
                .isEqualTo("503");
        Sessions throwing = (_, _) -> {
            throw new IllegalStateException("broken");
        };
        assertThat(admin(new EdgePorts(throwing, Permissions.UNAVAILABLE, Denials.NONE, Challenges.NONE)))
                .isEqualTo("503");
    }

    @Test
    void the_mode_verify_forwards_and_says_what_it_would_deny_but_not_what_is_never_safe(@TempDir Path directory)
            throws IOException {
        Path log = directory.resolve("access.log");
        try (RecordingServer server = RecordingServer.ok()) {
            EdgeSnapshot base = ServedEdge.snapshot(server.uri());
            EdgeSnapshot verify = denying(base, Mode.VERIFY, List.of());
            try (ServedEdge edge = ServedEdge.start(
                            verify, EdgePorts.ALONE, new EdgeSettings(1, Optional.of(log), InstantSource.system()));
                    RawClient client = RawClient.tls(edge.port())) {
                String secrets = ADMIN + "Cookie: s=hidden\r\nAuthorization: Bearer hidden\r\n\r\n";
                assertThat(client.send(secrets).readResponse()).startsWith("HTTP/1.1 200 ");
                assertThat(client.send("GET /a/../b HTTP/1.1\r\nHost: shop.example.com\r\n\r\n")
                                .readResponse())
                        .startsWith("HTTP/1.1 400 ");
                assertThat(edge.counted("redoubt_edge_would_refuse_total{reason=\"core_unavailable\"}"))
                        .isEqualTo(1);
            }
        }
        assertThat(Files.readString(log))
                .contains(
                        "\"path\":\"/admin/x\"",
                        "\"status\":200",
                        "\"would\":\"core_unavailable\"",
                        "\"refused\":\"ambiguous_path\"")
                .doesNotContain("hidden");
    }

    private static EdgeSnapshot denying(EdgeSnapshot base, Mode mode, List<Cidr> denials) {
        return ChangedSnapshot.of(base)
                .version(base.version() + 1)
                .mode(mode)
                .denying(denials)
                .snapshot();
    }

    @Test
    void who_is_denied_is_turned_away_before_a_byte_is_read_and_on_open_connections_at_the_next_request() {
        List<Cidr> me = List.of(Cidr.parse("127.0.0.0/8").get());
        try (RecordingServer server = RecordingServer.ok()) {
            EdgeSnapshot base = ServedEdge.snapshot(server.uri());
            try (ServedEdge edge = ServedEdge.start(base);
                    RawClient open = RawClient.tls(edge.port())) {
                String get = "GET / HTTP/1.1\r\nHost: shop.example.com\r\n\r\n";
                assertThat(open.send(get).readResponse()).startsWith("HTTP/1.1 200 ");
                edge.edge().reload(denying(base, Mode.ENFORCE, me));
                assertThat(open.send(get).readResponse()).startsWith("HTTP/1.1 403 ");
                try (RawClient plain = RawClient.plain(edge.port())) {
                    assertThat(plain.readAll()).isEmpty();
                }
                assertThat(server.requests()).hasSize(1);
            }
        }
    }

    /// The statuses of so many requests that are sent at once, so that a slow machine makes no rate of them.
    private static List<String> statuses(RawClient client, String path, int count) {
        client.send(("GET " + path + " HTTP/1.1\r\nHost: shop.example.com\r\n\r\n").repeat(count));
        List<String> statuses = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            statuses.add(client.readResponse().substring(9, 12));
        }
        return statuses;
    }

    @Test
    void a_client_is_served_up_to_its_rate_and_no_further() {
        try (RecordingServer server = RecordingServer.ok();
                ServedEdge edge = ServedEdge.before(limits -> limits.withClient(100, 2), server.uri());
                RawClient client = RawClient.tls(edge.port())) {
            List<String> statuses = statuses(client, "/", 200);
            assertThat(statuses.subList(0, 4)).containsOnly("200");
            assertThat(statuses).contains("429");
            long refused = statuses.stream().filter("429"::equals).count();
            edge.awaitRefused("client_rate", refused);
            assertThat(server.requests()).hasSize(200 - (int) refused);
        }
    }

    @Test
    void a_route_has_a_rate_of_its_own_for_each_client() {
        try (RecordingServer server = RecordingServer.ok()) {
            EdgeSnapshot few = ChangedSnapshot.of(ServedEdge.snapshot(server.uri()))
                    .routes(
                            ServedRoute.open(ServedEdge.HOST, "/", "app"),
                            new ServedRoute(
                                    ServedEdge.HOST,
                                    "/few",
                                    "app",
                                    Access.Open.ANYONE,
                                    OptionalLong.empty(),
                                    OptionalInt.of(2),
                                    List.of()))
                    .snapshot();
            try (ServedEdge edge = ServedEdge.start(few);
                    RawClient client = RawClient.tls(edge.port())) {
                List<String> statuses = statuses(client, "/few", 200);
                assertThat(statuses.subList(0, 4)).containsOnly("200");
                long refused = statuses.stream().filter("429"::equals).count();
                assertThat(refused).isPositive();
                assertThat(statuses(client, "/many", 200)).containsOnly("200");
                edge.awaitRefused("route_rate", refused);
            }
        }
    }

    @Test
    void an_edge_that_is_full_takes_no_connection_more_and_keeps_those_that_it_has() {
        String get = "GET / HTTP/1.1\r\nHost: shop.example.com\r\n\r\n";
        try (RecordingServer server = RecordingServer.ok();
                ServedEdge edge = ServedEdge.before(limits -> limits.withConnections(2), server.uri());
                RawClient first = RawClient.tls(edge.port())) {
            try (RawClient second = RawClient.tls(edge.port());
                    RawClient third = RawClient.plain(edge.port());
                    RawClient fourth = RawClient.plain(edge.plainPort())) {
                assertThat(third.readAll()).isEmpty();
                assertThat(fourth.readAll()).isEmpty();
                edge.awaitRefused("too_many_connections", 2);
                assertThat(first.send(get).readResponse()).startsWith("HTTP/1.1 200 ");
                assertThat(second.send(get).readResponse()).startsWith("HTTP/1.1 200 ");
            }
            edge.awaitCounted("redoubt_edge_connections", 1);
            try (RawClient next = RawClient.tls(edge.port())) {
                assertThat(next.send(get).readResponse()).startsWith("HTTP/1.1 200 ");
            }
        }
    }

    @Test
    void a_client_has_so_many_connections_and_no_more() {
        try (RecordingServer server = RecordingServer.ok();
                ServedEdge edge = ServedEdge.before(limits -> limits.withClient(2, 1_000), server.uri());
                RawClient first = RawClient.tls(edge.port());
                RawClient second = RawClient.tls(edge.port());
                RawClient third = RawClient.plain(edge.port())) {
            assertThat(third.readAll()).isEmpty();
            for (RawClient client : List.of(first, second)) {
                assertThat(client.send("GET / HTTP/1.1\r\nHost: shop.example.com\r\n\r\n")
                                .readResponse())
                        .startsWith("HTTP/1.1 200 ");
            }
            assertThat(edge.refused("client_connections")).isEqualTo(1);
        }
    }

    @Test
    void a_route_has_a_length_of_body_of_its_own() {
        try (RecordingServer server = RecordingServer.ok()) {
            EdgeSnapshot small = ChangedSnapshot.of(ServedEdge.snapshot(server.uri()))
                    .routes(new ServedRoute(
                            ServedEdge.HOST,
                            "/",
                            "app",
                            Access.Open.ANYONE,
                            OptionalLong.of(3),
                            OptionalInt.empty(),
                            List.of()))
                    .snapshot();
            try (ServedEdge edge = ServedEdge.start(small);
                    RawClient told = RawClient.tls(edge.port());
                    RawClient chunked = RawClient.tls(edge.port())) {
                String post = "POST / HTTP/1.1\r\nHost: shop.example.com\r\n";
                assertThat(told.send(post + "Content-Length: 4\r\n\r\nfour").readResponse())
                        .startsWith("HTTP/1.1 413 ");
                assertThat(chunked.send(post + "Transfer-Encoding: chunked\r\n\r\n4\r\nfour\r\n0\r\n\r\n")
                                .readAll())
                        .startsWith("HTTP/1.1 413 ");
            }
        }
    }

    @Test
    void in_the_mode_verify_a_denied_client_gets_no_further_by_a_path_in_capitals() {
        try (RecordingServer server = RecordingServer.ok()) {
            EdgeSnapshot base = ServedEdge.snapshot(server.uri());
            try (ServedEdge edge = ServedEdge.start(denying(
                            base, Mode.VERIFY, List.of(Cidr.parse("127.0.0.1").get())));
                    RawClient client = RawClient.tls(edge.port())) {
                assertThat(client.send("GET /ADMIN HTTP/1.1\r\nHost: shop.example.com\r\n\r\n")
                                .readResponse())
                        .startsWith("HTTP/1.1 400 ");
                assertThat(edge.refused("ambiguous_path")).isEqualTo(1);
            }
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void an_address_is_found_among_many_blocks() {
        var set = new io.redoubt.edge.limit.AddressSet(List.of(
                Cidr.parse("10.0.0.0/8").get(),
                Cidr.parse("192.0.2.7").get(),
                Cidr.parse("2001:db8::/48").get()));
        for (String in : List.of("10.255.0.1", "192.0.2.7", "2001:db8::ffff")) {
            assertThat(set.contains(Address.parse(in).get())).as(in).isTrue();
        }
        for (String out : List.of("11.0.0.1", "192.0.2.8", "2001:db8:1::1", "::1")) {
            assertThat(set.contains(Address.parse(out).get())).as(out).isFalse();
        }
    }
}
