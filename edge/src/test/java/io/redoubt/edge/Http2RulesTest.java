package io.redoubt.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What RFC 9113 has a server do with frames that break its rules, section by section.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Http2RulesTest {

    private static final int PUSH_PROMISE = 5;
    private static final int ACK = 1;
    private static final int PADDED = 8;
    private static final String PROTOCOL = "goaway 1";
    private static final String FLOW_CONTROL = "goaway 3";
    private static final String CLOSED = "goaway 5";
    private static final String SIZE = "goaway 6";
    private static final String COMPRESSION = "goaway 9";

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

    private static byte[] frame(int type, int flags, int stream, String hex) {
        return RawHttp2.encoded(type, flags, stream, ByteBufUtil.decodeHexDump(hex));
    }

    private static byte[] large(int type, int stream) {
        return RawHttp2.encoded(type, 0, stream, new byte[16_385]);
    }

    static Stream<Arguments> connectionErrors() {
        return Stream.of(
                Arguments.of("4.2 frame longer than allowed", large(RawHttp2.HEADERS, 1), SIZE),
                Arguments.of("4.3 block that is no HPACK", frame(RawHttp2.HEADERS, 5, 1, "ffffffffff"), COMPRESSION),
                Arguments.of("4.3 index that is not there", frame(RawHttp2.HEADERS, 5, 1, "c6"), COMPRESSION),
                Arguments.of("4.3 table larger than told", frame(RawHttp2.HEADERS, 5, 1, "3fffff7f"), COMPRESSION),
                Arguments.of("5.1 DATA on an idle stream", frame(RawHttp2.DATA, 0, 1, "00"), PROTOCOL),
                Arguments.of(
                        "5.1 RST_STREAM on an idle stream", frame(RawHttp2.RST_STREAM, 0, 1, "00000008"), PROTOCOL),
                Arguments.of(
                        "5.1 WINDOW_UPDATE on an idle stream",
                        frame(RawHttp2.WINDOW_UPDATE, 0, 1, "00000001"),
                        PROTOCOL),
                Arguments.of("5.1.1 even stream", frame(RawHttp2.HEADERS, 5, 2, "82"), PROTOCOL),
                Arguments.of("6.1 DATA on stream 0", frame(RawHttp2.DATA, 0, 0, "00"), PROTOCOL),
                Arguments.of("6.2 HEADERS on stream 0", frame(RawHttp2.HEADERS, 5, 0, "82"), PROTOCOL),
                Arguments.of("6.2 more padding than frame", frame(RawHttp2.HEADERS, 5 | PADDED, 1, "0a82"), PROTOCOL),
                Arguments.of("6.4 RST_STREAM on stream 0", frame(RawHttp2.RST_STREAM, 0, 0, "00000000"), PROTOCOL),
                Arguments.of("6.5 SETTINGS on a stream", frame(RawHttp2.SETTINGS, 0, 1, ""), PROTOCOL),
                Arguments.of("6.5 SETTINGS of five octets", frame(RawHttp2.SETTINGS, 0, 0, "0003000000"), SIZE),
                Arguments.of("6.5 ACK with a payload", frame(RawHttp2.SETTINGS, ACK, 0, "000300000001"), SIZE),
                Arguments.of("6.5.2 ENABLE_PUSH 2", frame(RawHttp2.SETTINGS, 0, 0, "000200000002"), PROTOCOL),
                Arguments.of(
                        "6.5.2 window beyond 2^31-1", frame(RawHttp2.SETTINGS, 0, 0, "000480000000"), FLOW_CONTROL),
                Arguments.of("6.5.2 frames too small", frame(RawHttp2.SETTINGS, 0, 0, "000500000001"), PROTOCOL),
                Arguments.of("6.6 PUSH_PROMISE of a client", frame(PUSH_PROMISE, 4, 1, "0000000282"), PROTOCOL),
                Arguments.of("6.7 PING on a stream", frame(RawHttp2.PING, 0, 1, "0000000000000000"), PROTOCOL),
                Arguments.of("6.7 PING of seven octets", frame(RawHttp2.PING, 0, 0, "00000000000000"), SIZE),
                Arguments.of("6.8 GOAWAY on a stream", frame(RawHttp2.GOAWAY, 0, 1, "0000000000000000"), PROTOCOL),
                Arguments.of("6.9 WINDOW_UPDATE of 0", frame(RawHttp2.WINDOW_UPDATE, 0, 0, "00000000"), PROTOCOL),
                Arguments.of("6.9 WINDOW_UPDATE of three octets", frame(RawHttp2.WINDOW_UPDATE, 0, 0, "000001"), SIZE),
                Arguments.of(
                        "6.9.1 window beyond 2^31-1", frame(RawHttp2.WINDOW_UPDATE, 0, 0, "7fffffff"), FLOW_CONTROL),
                Arguments.of("6.10 CONTINUATION alone", frame(RawHttp2.CONTINUATION, 4, 1, "82"), PROTOCOL));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("connectionErrors")
    void a_connection_that_breaks_a_rule_is_ended_with_its_error(String rule, byte[] frame, String error) {
        try (RawHttp2 client = RawHttp2.open(edge)) {
            client.raw(frame);
            assertThat(client.outcome(1)).isEqualTo(error);
        }
    }

    @Test
    void a_frame_between_headers_and_continuation_ends_the_connection() {
        try (RawHttp2 client = RawHttp2.open(edge)) {
            client.frame(RawHttp2.HEADERS, RawHttp2.END_STREAM, 1, RawHttp2.block(":method", "GET"));
            client.frame(RawHttp2.PING, 0, 0, new byte[8]);
            assertThat(client.outcome(1)).isEqualTo(PROTOCOL);
        }
    }

    @Test
    void a_stream_that_has_ended_takes_nothing_more() {
        try (RawHttp2 client = RawHttp2.open(edge)) {
            client.get(1, "/");
            client.frame(RawHttp2.DATA, RawHttp2.END_STREAM, 1, new byte[1]);
            assertThat(client.outcome(1)).isIn("200", "reset 5", CLOSED);
        }
        try (RawHttp2 client = RawHttp2.open(edge)) {
            client.get(5, "/");
            assertThat(client.outcome(5)).isEqualTo("200");
            client.get(3, "/");
            assertThat(client.outcome(3)).isIn(PROTOCOL, CLOSED, "reset 5");
        }
    }

    @Test
    void unknown_frames_settings_and_flags_are_passed_over() {
        try (RawHttp2 client = RawHttp2.open(edge)) {
            client.raw(frame(0x42, 0xff, 0, "00")).raw(frame(RawHttp2.SETTINGS, 0, 0, "00ff00000001"));
            client.frame(RawHttp2.PING, 0xfe, 0, new byte[8]).get(1, "/");
            assertThat(client.outcome(1)).isEqualTo("200");
        }
    }

    /// No stream starves, however small its window is.
    @Test
    void a_hundred_streams_with_small_windows_are_all_served_to_their_ends() {
        int size = 4_096;
        String body = "HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n" + "y".repeat(size);
        try (RecordingServer many = RecordingServer.answering(body);
                ServedEdge small = ServedEdge.before(many.uri());
                RawHttp2 client = RawHttp2.open(small)) {
            client.raw(frame(RawHttp2.SETTINGS, 0, 0, "000400000400"));
            for (int stream = 1; stream < 200; stream += 2) {
                client.get(stream, "/");
            }
            Set<Integer> ended = new HashSet<>();
            long bytes = 0;
            while (ended.size() < 100) {
                RawHttp2.Frame frame = client.read();
                assertThat(frame).as("%s streams ended", ended.size()).isNotNull();
                assertThat(frame.type()).isNotIn(RawHttp2.GOAWAY, RawHttp2.RST_STREAM);
                if (frame.type() != RawHttp2.DATA) {
                    continue;
                }
                int length = frame.payload().length();
                bytes += length;
                if (frame.ends()) {
                    ended.add(frame.stream());
                } else if (length > 0) {
                    client.frame(RawHttp2.WINDOW_UPDATE, 0, frame.stream(), RawHttp2.number(length));
                }
                if (length > 0) {
                    client.frame(RawHttp2.WINDOW_UPDATE, 0, 0, RawHttp2.number(length));
                }
            }
            assertThat(bytes).isEqualTo(100L * size);
        }
    }
}
