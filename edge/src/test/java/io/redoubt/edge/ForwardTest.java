package io.redoubt.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ForwardTest {

    @Test
    void a_plain_request_arrives_as_authorised_with_what_the_edge_says_of_it() {
        try (RecordingServer server = RecordingServer.ok();
                ServedEdge edge = ServedEdge.before(server.uri());
                RawClient client = RawClient.tls(edge.port())) {
            String response = client.send("GET /a/b?c=d HTTP/1.1\r\nHost: shop.example.com\r\nX-A: 1\r\n\r\n")
                    .readResponse();
            assertThat(server.only()).isEqualTo("""
                    GET /a/b?c=d HTTP/1.1
                    host: shop.example.com
                    X-A: 1
                    x-forwarded-for: 127.0.0.1
                    x-forwarded-proto: https
                    x-forwarded-host: shop.example.com
                    forwarded: for=127.0.0.1;host="shop.example.com";proto=https

                    """.replace("\n", "\r\n"));
            assertThat(response).isEqualTo("""
                    HTTP/1.1 200 OK
                    strict-transport-security: max-age=31536000
                    x-content-type-options: nosniff
                    referrer-policy: strict-origin-when-cross-origin
                    x-frame-options: SAMEORIGIN
                    content-security-policy: frame-ancestors 'self'
                    content-length: 2

                    ok""".replace("\n", "\r\n"));
        }
    }

    /// What a server may believe of a proxy.
    private static final List<String> CLAIMS = List.of(
            "x-forwarded-for",
            "x-forwarded-user",
            "x-forwarded-email",
            "x-forwarded-client-cert",
            "x-forwarded-my_field",
            "x-forwarded-",
            "remote-user",
            "x-remote-user",
            "x-authenticated-user",
            "x-original-host",
            "x-cluster-client-ip",
            "x-ssl-client-s-dn",
            "ssl-client-verify");

    private static String with(String claims) {
        return "GET / HTTP/1.1\r\nHost: shop.example.com\r\n" + claims + "X-Forwarded: 1\r\nX-Forward: 2\r\n\r\n";
    }

    @Test
    void what_only_a_proxy_may_say_is_removed_in_each_version() {
        try (RecordingServer server = RecordingServer.ok();
                ServedEdge edge = ServedEdge.before(server.uri());
                RawClient client = RawClient.tls(edge.port());
                RawHttp2 second = RawHttp2.open(edge)) {
            StringBuilder claims = new StringBuilder();
            List<String> fields = new ArrayList<>(List.of(
                    ":method",
                    "GET",
                    ":scheme",
                    "https",
                    ":authority",
                    ServedEdge.HOST,
                    ":path",
                    "/",
                    "x-forward",
                    "2"));
            for (String name : CLAIMS) {
                claims.append(name.toUpperCase(Locale.ROOT)).append(": FORGED\r\n");
                fields.addAll(List.of(name, "FORGED"));
            }
            assertThat(client.send(with(claims.toString())).readResponse()).startsWith("HTTP/1.1 200 ");
            second.request(1, RawHttp2.END_STREAM, fields.toArray(String[]::new));
            assertThat(second.outcome(1)).isEqualTo("200");
            assertThat(server.requests())
                    .hasSize(2)
                    .allSatisfy(request -> assertThat(request)
                            .containsIgnoringCase("\r\nx-forward: 2\r\nx-forwarded-for: 127.0.0.1\r\n")
                            .doesNotContain("FORGED"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_client_gets_its_answer_in_each_version(HttpClient.Version version) throws Exception {
        try (RecordingServer server = RecordingServer.ok();
                ServedEdge edge = ServedEdge.before(server.uri());
                EdgeClient client = EdgeClient.of(edge, version)) {
            for (int i = 0; i < 20; i++) {
                var response = client.post("/echo", "body of " + i);
                assertThat(response.body()).isEqualTo("ok");
                assertThat(response.version()).isEqualTo(version);
            }
            assertThat(server.requests()).hasSize(20).last().asString().endsWith("\r\n\r\nbody of 19");
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void requests_sent_at_once_are_answered_in_order() {
        try (RecordingServer server = RecordingServer.answering(request -> {
                    String path = request.substring(4, request.indexOf(' ', 4));
                    return "HTTP/1.1 200 OK\r\nContent-Length: " + path.length() + "\r\n\r\n" + path;
                });
                ServedEdge edge = ServedEdge.before(server.uri());
                RawClient client = RawClient.tls(edge.port())) {
            StringBuilder all = new StringBuilder();
            List<String> paths = List.of("/1", "/22", "/333", "/4444", "/5");
            paths.forEach(path -> all.append("GET " + path + " HTTP/1.1\r\nHost: shop.example.com\r\n\r\n"));
            client.send(all.toString());
            for (String path : paths) {
                assertThat(client.readResponse()).endsWith("\r\n\r\n" + path);
            }
        }
    }
}
