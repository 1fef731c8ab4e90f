package io.redoubt.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Real servers behind the edge understand what it has authorised, and nothing else.
class ParsersTest {

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
        try (Parser parser = kind.start(directory);
                ServedEdge edge = ServedEdge.before(parser.uri())) {
            Stream.of(SmugglingTest.framing(), SmugglingTest.lines(), SmugglingTest.paths(), SmugglingTest.hosts())
                    .flatMap(attacks -> attacks)
                    .forEach(attack -> {
                        try (RawClient client = RawClient.tls(edge.port())) {
                            assertThat(client.send(attack.bytes()).readAll())
                                    .as(attack.name())
                                    .startsWith("HTTP/1.1 " + attack.status());
                        }
                    });
            String inner = "GET /admin HTTP/1.1\r\nHost: shop.example.com\r\n\r\n";
            try (RawClient client = RawClient.tls(edge.port())) {
                String response = client.send("POST /outer HTTP/1.1\r\nHost: shop.example.com\r\nContent-Length: "
                                + inner.length() + "\r\n\r\n" + inner)
                        .readResponse();
                assertThat(response).startsWith("HTTP/1.1 200 ").contains("POST /outer shop.example.com");
                response = client.send(
                                "POST /outer HTTP/1.1\r\nHost: shop.example.com\r\nTransfer-Encoding: chunked\r\n\r\n"
                                        + Integer.toHexString(inner.length()) + "\r\n" + inner + "\r\n0\r\n\r\n")
                        .readResponse();
                assertThat(response).startsWith("HTTP/1.1 200 ").contains("POST /outer shop.example.com");
            }
            // What was cut short may have been seen as what it was: a POST to the root.
            assertThat(parser.seen())
                    .noneMatch(line -> line.contains("admin"))
                    .allMatch(line -> line.startsWith("POST / ") || line.startsWith("POST /outer "));
        }
    }
}
