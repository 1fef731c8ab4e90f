package io.redoubt.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Http2Test {

    private RecordingServer server;
    private ServedEdge edge;

    @BeforeAll
    void start() {
        server = RecordingServer.ok();
        edge = ServedEdge.before(server.uri());
    }

    @AfterAll
    void stop() {
        edge.close();
        server.close();
    }

    /// What would be a second field, another framing, another host or path in HTTP/1.1.
    static Stream<Arguments> injections() {
        return Stream.of(
                Arguments.of("CRLF in a value", fields("x", "a\r\nContent-Length: 0")),
                Arguments.of("LF in a value", fields("x", "a\nb: c")),
                Arguments.of("CR in a value", fields("x", "a\rb")),
                Arguments.of("NUL in a value", fields("x", "a\0b")),
                Arguments.of("white space around a value", fields("x", " a")),
                Arguments.of("CRLF in a name", fields("x: y\r\nz", "a")),
                Arguments.of("colon in a name", fields("x:y", "a")),
                Arguments.of("capitals in a name", fields("X-Y", "a")),
                Arguments.of("empty name", fields("", "a")),
                Arguments.of("transfer-encoding", fields("transfer-encoding", "chunked")),
                Arguments.of("transfer_encoding", fields("transfer_encoding", "chunked")),
                Arguments.of("connection", fields("connection", "close")),
                Arguments.of("keep-alive", fields("keep-alive", "1")),
                Arguments.of("upgrade", fields("upgrade", "h2c")),
                Arguments.of("te", fields("te", "chunked")),
                Arguments.of("unknown pseudo field", fields(":x", "y")),
                Arguments.of("pseudo field behind", fields("x", "y", ":path", "/admin")),
                Arguments.of("content-length without a body", fields("content-length", "44")),
                Arguments.of("content-length twice", fields("content-length", "0", "content-length", "1")),
                Arguments.of("another host", fields("host", "other.example.com")),
                Arguments.of("two hosts", fields("host", "shop.example.com", "host", "shop.example.com")),
                Arguments.of("CRLF in the path", pseudo("GET", "https", "shop.example.com", "/ HTTP/1.1\r\nx: y")),
                Arguments.of("space in the path", pseudo("GET", "https", "shop.example.com", "/a b")),
                Arguments.of("dots in the path", pseudo("GET", "https", "shop.example.com", "/a/../admin")),
                Arguments.of(
                        "path of another form",
                        pseudo("GET", "https", "shop.example.com", "https://shop.example.com/")),
                Arguments.of("empty path", pseudo("GET", "https", "shop.example.com", "")),
                Arguments.of(
                        "CRLF in the method",
                        pseudo("GET / HTTP/1.1\r\nx: y\r\n\r\nGET", "https", "shop.example.com", "/")),
                Arguments.of("space in the method", pseudo("GET /admin", "https", "shop.example.com", "/")),
                Arguments.of("TRACE", pseudo("TRACE", "https", "shop.example.com", "/")),
                Arguments.of("CRLF in the authority", pseudo("GET", "https", "shop.example.com\r\nx: y", "/")),
                Arguments.of("user in the authority", pseudo("GET", "https", "a@shop.example.com", "/")),
                Arguments.of("scheme http", pseudo("GET", "http", "shop.example.com", "/")),
                Arguments.of(
                        "scheme with a path",
                        pseudo("GET", "https://shop.example.com/admin?", "shop.example.com", "/")),
                Arguments.of("another authority", pseudo("GET", "https", "other.example.com", "/")));
    }

    private static List<String> pseudo(String method, String scheme, String authority, String path) {
        return List.of(":method", method, ":scheme", scheme, ":authority", authority, ":path", path);
    }

    private static List<String> fields(String... more) {
        List<String> all = new ArrayList<>(pseudo("GET", "https", "shop.example.com", "/"));
        all.addAll(List.of(more));
        return all;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("injections")
    void what_http_1_could_not_carry_reaches_no_server(String name, List<String> fields) {
        int before = server.requests().size();
        try (RawHttp2 client = RawHttp2.open(edge)) {
            client.request(1, RawHttp2.END_STREAM, fields.toArray(String[]::new));
            assertThat(client.outcome(1)).isIn("400", "405", "421", "reset 1", "goaway 1");
        }
        assertThat(server.requests()).hasSize(before);
    }

    @Test
    void a_body_longer_than_its_content_length_never_becomes_a_second_request() {
        int before = server.requests().size();
        try (RawHttp2 client = RawHttp2.open(edge)) {
            client.request(
                    1,
                    0,
                    ":method",
                    "POST",
                    ":scheme",
                    "https",
                    ":authority",
                    ServedEdge.HOST,
                    ":path",
                    "/",
                    "content-length",
                    "1");
            client.frame(
                    RawHttp2.DATA,
                    RawHttp2.END_STREAM,
                    1,
                    "XGET /admin HTTP/1.1\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            assertThat(client.outcome(1)).isIn("400", "reset 1");
        }
        assertThat(server.requests().subList(before, server.requests().size()))
                .allSatisfy(request -> assertThat(request).doesNotContain("admin"));
    }

    @Test
    void cookies_in_several_fields_become_one() {
        try (RawHttp2 client = RawHttp2.open(edge)) {
            client.request(
                    1,
                    RawHttp2.END_STREAM,
                    fields("cookie", "a=1", "cookie", "b=2").toArray(String[]::new));
            assertThat(client.outcome(1)).isEqualTo("200");
        }
        assertThat(server.requests()).last().asString().contains("\r\ncookie: a=1; b=2\r\n");
    }

    /// Frames that cost a client nothing.
    static Stream<Arguments> floods() {
        byte[] ping = RawHttp2.encoded(RawHttp2.PING, 0, 0, new byte[8]);
        byte[] settings = RawHttp2.encoded(RawHttp2.SETTINGS, 0, 0, new byte[0]);
        byte[] window = RawHttp2.encoded(RawHttp2.WINDOW_UPDATE, 0, 0, RawHttp2.number(1));
        byte[] priority = RawHttp2.encoded(RawHttp2.PRIORITY, 0, 1, new byte[] {0, 0, 0, 0, 1});
        byte[] unknown = RawHttp2.encoded(0x42, 0, 0, new byte[1]);
        return Stream.of(
                Arguments.of("pings", ping),
                Arguments.of("settings", settings),
                Arguments.of("window updates", window),
                Arguments.of("priorities", priority),
                Arguments.of("unknown frames", unknown));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("floods")
    void a_flood_of_frames_of_no_use_ends_the_connection(String name, byte[] frame) {
        long before = edge.refused("flood");
        try (RawHttp2 client = RawHttp2.open(edge)) {
            flood(client, frame, 20_000);
            assertThat(client.await(RawHttp2.GOAWAY)).satisfies(RawClosed::calmOrGone);
        }
        assertThat(edge.refused("flood")).isGreaterThan(before);
    }

    @Test
    void rapid_resets_end_the_connection() {
        try (RawHttp2 client = RawHttp2.open(edge)) {
            int stream = 1;
            try {
                for (; stream < 4_000; stream += 2) {
                    client.get(stream, "/");
                    client.frame(RawHttp2.RST_STREAM, 0, stream, RawHttp2.number(8));
                }
            } catch (UncheckedIOException e) {
                // The edge has closed already.
            }
            assertThat(client.await(RawHttp2.GOAWAY)).satisfies(RawClosed::calmOrGone);
        }
    }

    @Test
    void endless_continuations_end_the_connection() {
        try (RawHttp2 client = RawHttp2.open(edge)) {
            client.frame(RawHttp2.HEADERS, RawHttp2.END_STREAM, 1, RawHttp2.block(":method", "GET"));
            flood(client, RawHttp2.encoded(RawHttp2.CONTINUATION, 0, 1, RawHttp2.block("x", "y")), 10_000);
            assertThat(client.await(RawHttp2.GOAWAY)).satisfies(RawClosed::calmOrGone);
        }
    }

    @Test
    void a_head_that_is_too_large_is_answered_431() {
        try (RawHttp2 client = RawHttp2.open(edge)) {
            List<String> fields = fields();
            for (int i = 0; i < 200; i++) {
                fields.addAll(List.of("x", "y"));
            }
            client.request(1, RawHttp2.END_STREAM, fields.toArray(String[]::new));
            assertThat(client.outcome(1)).isEqualTo("431");
        }
    }

    @Test
    void empty_data_frames_end_the_connection() {
        try (RawHttp2 client = RawHttp2.open(edge)) {
            client.request(1, 0, ":method", "POST", ":scheme", "https", ":authority", ServedEdge.HOST, ":path", "/");
            flood(client, RawHttp2.encoded(RawHttp2.DATA, 0, 1, new byte[0]), 10_000);
            assertThat(client.await(RawHttp2.GOAWAY)).satisfies(RawClosed::calmOrGone);
        }
    }

    @Test
    void a_connection_of_use_is_never_taken_for_a_flood() {
        try (RawHttp2 client = RawHttp2.open(edge)) {
            for (int stream = 1; stream < 6_000; stream += 2) {
                client.get(stream, "/");
                client.frame(RawHttp2.PING, 0, 0, new byte[8]);
                assertThat(client.outcome(stream)).isEqualTo("200");
            }
        }
    }

    private static void flood(RawHttp2 client, byte[] frame, int times) {
        byte[] many = new byte[frame.length * 100];
        for (int i = 0; i < 100; i++) {
            System.arraycopy(frame, 0, many, i * frame.length, frame.length);
        }
        try {
            for (int i = 0; i < times / 100; i++) {
                client.raw(many);
            }
        } catch (UncheckedIOException e) {
            // The edge has closed already.
        }
    }

    /// How a connection ends that is ended for its own sake.
    static final class RawClosed {
        private static final long PROTOCOL_ERROR = 1;
        private static final long ENHANCE_YOUR_CALM = 11;

        private RawClosed() {}

        static void calmOrGone(RawHttp2.Frame frame) {
            if (frame != null) {
                assertThat(frame.number(4)).isIn(ENHANCE_YOUR_CALM, PROTOCOL_ERROR);
            }
        }
    }
}
