package io.redoubt.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.policy.Cidr;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A route that names its clients is there for them, and for nobody else: so is the console.
@Timeout(60)
class RouteVisibilityTest {

    private static final List<Cidr> LOCAL = List.of(Cidr.parse("127.0.0.0/8").get());
    private static final List<Cidr> OFFICE = List.of(
            Cidr.parse("203.0.113.0/24").get(), Cidr.parse("2001:db8::/32").get());

    /// The status of a request for the console, over HTTP/1.1 and over HTTP/2, and whether the server saw it.
    private static String console(List<Cidr> from, List<Cidr> trusted, String... fields) {
        try (RecordingServer server = RecordingServer.ok()) {
            EdgeSnapshot snapshot = ChangedSnapshot.of(ServedEdge.snapshot(server.uri()))
                    .routes(ServedRoute.open(ServedEdge.HOST, "/", "app").only(from))
                    .trusting(trusted)
                    .snapshot();
            try (ServedEdge edge = ServedEdge.start(snapshot);
                    RawClient client = RawClient.tls(edge.port());
                    RawHttp2 http2 = RawHttp2.open(edge)) {
                StringBuilder more = new StringBuilder();
                List<String> all = new ArrayList<>(
                        List.of(":method", "GET", ":scheme", "https", ":authority", ServedEdge.HOST, ":path", "/"));
                for (int i = 0; i < fields.length; i += 2) {
                    more.append(fields[i] + ": " + fields[i + 1] + "\r\n");
                    all.addAll(List.of(fields[i], fields[i + 1]));
                }
                String status = client.send("GET / HTTP/1.1\r\nHost: shop.example.com\r\n" + more + "\r\n")
                        .readResponse()
                        .substring(9, 12);
                assertThat(http2.request(1, RawHttp2.END_STREAM, all.toArray(String[]::new))
                                .outcome(1))
                        .isEqualTo(status);
                assertThat(server.requests()).hasSize(status.equals("200") ? 2 : 0);
                assertThat(edge.refused("no_route")).isEqualTo(status.equals("404") ? 2 : 0);
                return status;
            }
        }
    }

    @Test
    void route_is_there_for_whom_it_names_and_for_nobody_else() {
        assertThat(console(List.of(), List.of())).isEqualTo("200");
        assertThat(console(LOCAL, List.of())).isEqualTo("200");
        assertThat(console(OFFICE, List.of())).isEqualTo("404");
    }

    @Test
    void who_comes_by_a_trusted_proxy_is_whom_the_proxy_names() {
        assertThat(console(OFFICE, LOCAL, "x-forwarded-for", "203.0.113.5")).isEqualTo("200");
        assertThat(console(OFFICE, LOCAL, "x-forwarded-for", "2001:db8::5")).isEqualTo("200");
        assertThat(console(OFFICE, LOCAL, "x-forwarded-for", "198.51.100.7")).isEqualTo("404");
        assertThat(console(OFFICE, LOCAL, "x-forwarded-for", "203.0.113.5, 198.51.100.7"))
                .isEqualTo("404");
        assertThat(console(OFFICE, LOCAL)).isEqualTo("404");
        assertThat(console(LOCAL, LOCAL, "x-forwarded-for", "198.51.100.7")).isEqualTo("404");
    }

    @Test
    void who_is_no_trusted_proxy_names_nobody() {
        assertThat(console(OFFICE, List.of(), "x-forwarded-for", "203.0.113.5")).isEqualTo("404");
        assertThat(console(OFFICE, List.of(), "forwarded", "for=203.0.113.5", "x-real-ip", "203.0.113.5"))
                .isEqualTo("404");
        assertThat(console(LOCAL, List.of(), "x-forwarded-for", "198.51.100.7")).isEqualTo("200");
    }

    @Test
    void who_does_not_have_a_route_gets_the_shorter_one_and_never_its_server() {
        try (RecordingServer shop = RecordingServer.ok();
                RecordingServer office = RecordingServer.ok()) {
            EdgeSnapshot snapshot = ChangedSnapshot.of(ServedEdge.snapshot(shop.uri()))
                    .upstreams(Map.of("app", UpstreamPool.of(shop.uri()), "office", UpstreamPool.of(office.uri())))
                    .routes(
                            ServedRoute.open(ServedEdge.HOST, "/", "app"),
                            ServedRoute.open(ServedEdge.HOST, "/here", "office").only(LOCAL),
                            ServedRoute.open(ServedEdge.HOST, "/there", "office")
                                    .only(OFFICE))
                    .snapshot();
            try (ServedEdge edge = ServedEdge.start(snapshot);
                    RawClient client = RawClient.tls(edge.port())) {
                for (String path : List.of("/here", "/there")) {
                    client.send("GET " + path + " HTTP/1.1\r\nHost: shop.example.com\r\n\r\n")
                            .readResponse();
                }
                assertThat(office.only()).startsWith("GET /here ");
                assertThat(shop.only()).startsWith("GET /there ");
            }
        }
    }
}
