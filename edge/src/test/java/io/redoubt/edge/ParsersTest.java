package io.redoubt.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;

/// Real servers behind the edge understand what it has authorised, and nothing else.
@Timeout(120)
class ParsersTest {

    private static final String INNER = "GET /admin HTTP/1.1\r\nHost: shop.example.com\r\n\r\n";

    private static final List<String> TARGETS = List.of(
            "/",
            "/a",
            "/a/",
            "/a/b.c?d=e&f=%20",
            "/a%20b",
            "/caf%C3%A9",
            "/~kim/%7Ekim",
            "/a:b@c,d=e+f!g$h&i'j(k)*l",
            "/?x=/../y//z;w",
            "/a?b?c",
            "/a.b/c..d/...",
            "/administrator",
            "/%E2%82%AC?%E2%82%AC");

    @ParameterizedTest
    @EnumSource
    void each_server_sees_the_target_that_was_authorised(Parser.Kind kind, @TempDir Path directory) {
        try (Parser parser = kind.start(directory);
                ServedEdge edge = ServedEdge.before(parser.uri());
                RawClient client = RawClient.tls(edge.port());
                RawHttp2 http2 = RawHttp2.open(edge)) {
            int stream = 1;
            for (String target : TARGETS) {
                String response = client.send("GET " + target + " HTTP/1.1\r\nHost: shop.example.com\r\n\r\n")
                        .readResponse();
                assertThat(response)
                        .startsWith("HTTP/1.1 200 ")
                        .endsWith("\r\n\r\nGET " + target + " shop.example.com");
                http2.get(stream, target);
                assertThat(http2.await(RawHttp2.DATA).payload()).isEqualTo("GET " + target + " shop.example.com");
                stream += 2;
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void no_server_sees_a_request_within_a_request(Parser.Kind kind, @TempDir Path directory) {
        try (Parser parser = kind.start(directory)) {
            try (ServedEdge edge = ServedEdge.before(parser.uri())) {
                attack(edge);
                enclose(edge);
            }
            // What was cut short may have been seen as what it was: a POST to the root.
            assertThat(parser.end())
                    .contains("POST /outer shop.example.com")
                    .noneMatch(line -> line.contains("admin"))
                    .allMatch(line -> line.startsWith("POST / ") || line.startsWith("POST /outer "));
        }
    }

    private static void attack(ServedEdge edge) {
        Stream.of(
                        SmugglingTest.framing(),
                        SmugglingTest.lines(),
                        SmugglingTest.paths(),
                        SmugglingTest.lenientPaths(),
                        SmugglingTest.hosts(),
                        SmugglingTest.sizes())
                .flatMap(attacks -> attacks)
                .forEach(attack -> {
                    try (RawClient client = RawClient.tls(edge.port())) {
                        assertThat(client.send(attack.bytes()).readAll())
                                .as(attack.name())
                                .startsWith("HTTP/1.1 " + attack.status());
                    }
                });
    }

    /// A request within a body is a body.
    private static void enclose(ServedEdge edge) {
        try (RawClient client = RawClient.tls(edge.port())) {
            String response = client.send("POST /outer HTTP/1.1\r\nHost: shop.example.com\r\nContent-Length: "
                            + INNER.length() + "\r\n\r\n" + INNER)
                    .readResponse();
            assertThat(response).startsWith("HTTP/1.1 200 ").contains("POST /outer shop.example.com");
            response = client.send(
                            "POST /outer HTTP/1.1\r\nHost: shop.example.com\r\nTransfer-Encoding: chunked\r\n\r\n"
                                    + Integer.toHexString(INNER.length()) + "\r\n" + INNER + "\r\n0\r\n\r\n")
                    .readResponse();
            assertThat(response).startsWith("HTTP/1.1 200 ").contains("POST /outer shop.example.com");
        }
    }

    @ParameterizedTest
    @EnumSource
    void no_server_sees_what_http_1_could_not_carry(Parser.Kind kind, @TempDir Path directory) {
        try (Parser parser = kind.start(directory)) {
            try (ServedEdge edge = ServedEdge.before(parser.uri())) {
                Http2Test.injections().map(Arguments::get).forEach(injection -> {
                    List<?> fields = (List<?>) injection[1];
                    try (RawHttp2 client = RawHttp2.open(edge)) {
                        client.request(1, RawHttp2.END_STREAM, fields.toArray(String[]::new));
                        assertThat(client.outcome(1))
                                .as(String.valueOf(injection[0]))
                                .isIn("400", "405", "421", "reset 1", "goaway 1");
                    }
                });
                try (RawHttp2 client = RawHttp2.open(edge)) {
                    client.request(1, 0, post("content-length", "1"));
                    client.frame(RawHttp2.DATA, RawHttp2.END_STREAM, 1, bytes("X" + INNER));
                    assertThat(client.outcome(1)).isIn("400", "reset 1");
                    client.request(3, 0, post());
                    client.frame(RawHttp2.DATA, RawHttp2.END_STREAM, 3, bytes("0\r\n\r\n" + INNER));
                    assertThat(client.outcome(3)).isEqualTo("200");
                }
            }
            assertThat(parser.end())
                    .contains("POST /outer shop.example.com")
                    .allMatch(line -> line.startsWith("POST /outer "));
        }
    }

    private static String[] post(String... more) {
        List<String> fields = new ArrayList<>(
                List.of(":method", "POST", ":scheme", "https", ":authority", ServedEdge.HOST, ":path", "/outer"));
        fields.addAll(List.of(more));
        return fields.toArray(String[]::new);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @EnumSource
    void each_request_of_a_connection_is_judged_by_its_own_route(Parser.Kind kind, @TempDir Path directory) {
        EdgePorts nobody = new EdgePorts(
                (_, _) -> CompletableFuture.completedFuture(Sessions.Other.NOBODY),
                (_, _) -> CompletableFuture.completedFuture(Permissions.Decision.ALLOWED),
                Denials.NONE,
                Challenges.NONE);
        List<String> paths = List.of("/1", "/admin", "/2", "/admin/x", "/admin", "/3");
        try (Parser parser = kind.start(directory)) {
            try (ServedEdge edge = ServedEdge.start(ServedEdge.snapshot(parser.uri()), nobody);
                    RawClient client = RawClient.tls(edge.port());
                    RawClient pipelining = RawClient.tls(edge.port());
                    RawHttp2 http2 = RawHttp2.open(edge)) {
                pipelining.send(paths.stream().map(ParsersTest::get).collect(Collectors.joining()));
                int stream = 1;
                for (String path : paths) {
                    String status = path.startsWith("/admin") ? "401" : "200";
                    String answer = "HTTP/1.1 " + status + " ";
                    assertThat(client.send(get(path)).readResponse()).startsWith(answer);
                    assertThat(pipelining.readResponse()).startsWith(answer);
                    assertThat(http2.get(stream, path).outcome(stream)).isEqualTo(status);
                    stream += 2;
                }
            }
            assertThat(parser.end()).hasSize(9).containsOnly(seen("/1"), seen("/2"), seen("/3"));
        }
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: shop.example.com\r\n\r\n";
    }

    private static String seen(String path) {
        return "GET " + path + " shop.example.com";
    }
}
