package io.redoubt.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// What one client makes the edge keep is bounded, and given back.
@Timeout(60)
@ExtendWith(NoLeaks.class)
class LoadTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: " + ServedEdge.HOST + "\r\n\r\n";
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final byte[] NO_WINDOW = ByteBufUtil.decodeHexDump("000400000000");

    private static RawHttp2 withoutWindow(ServedEdge edge) {
        return RawHttp2.open(edge).frame(RawHttp2.SETTINGS, 0, 0, NO_WINDOW);
    }

    @Test
    void answer_that_is_not_taken_is_not_kept_for_ever() {
        Duration soon = Duration.ofMillis(500);
        try (RecordingServer server = RecordingServer.ok();
                ServedEdge edge =
                        ServedEdge.before(limits -> limits.withPatience(LONG, LONG, soon, LONG), server.uri());
                RawHttp2 client = withoutWindow(edge).get(1, "/")) {
            assertThat(client.await(RawHttp2.HEADERS).ends()).isFalse();
            RawHttp2.Frame reset = client.await(RawHttp2.RST_STREAM);
            assertThat(reset.stream()).isEqualTo(1);
            assertThat(reset.number(0)).as("CANCEL").isEqualTo(8);
        }
    }

    @Test
    void refusal_waits_for_no_window() {
        try (RecordingServer server = RecordingServer.ok();
                ServedEdge edge = ServedEdge.before(server.uri());
                RawHttp2 client = withoutWindow(edge).get(1, "/a/../b")) {
            RawHttp2.Frame head = client.await(RawHttp2.HEADERS);
            assertThat(head.ends()).isTrue();
            assertThat(edge.refused("ambiguous_path")).isEqualTo(1);
        }
    }

    @Test
    void heads_of_requests_under_way_are_a_clients_own_part_and_are_given_back() {
        CountDownLatch answers = new CountDownLatch(1);
        try (RecordingServer server = RecordingServer.answering(request -> {
                    if (request.contains("/slow")) {
                        Latch.await(answers);
                    }
                    return RecordingServer.OK;
                });
                ServedEdge edge = ServedEdge.before(limits -> limits.withClient(2, 1_000), server.uri())) {
            try (RawHttp2 client = RawHttp2.open(edge)) {
                for (int stream = 1; stream < 40; stream += 2) {
                    client.request(
                            stream,
                            RawHttp2.END_STREAM,
                            ":method",
                            "GET",
                            ":scheme",
                            "https",
                            ":authority",
                            ServedEdge.HOST,
                            ":path",
                            "/slow",
                            "x-large",
                            "z".repeat(8_000));
                }
                RawHttp2.Frame refused = client.await(RawHttp2.HEADERS);
                assertThat(refused.stream()).as("six have room in 64 KiB").isEqualTo(11);
                while (edge.refused("client_load") < 15) {
                    Thread.onSpinWait();
                }
            }
            answers.countDown();
            while (true) {
                try (RawClient client = RawClient.tls(edge.port())) {
                    if (client.send(GET).readResponse().startsWith("HTTP/1.1 200 ")) {
                        break;
                    }
                }
            }
            assertThat(edge.refused("client_load")).isGreaterThanOrEqualTo(15);
        }
    }

    @Test
    void port_for_plain_http_knows_the_limits_of_a_client_too() {
        try (RecordingServer server = RecordingServer.ok();
                ServedEdge edge = ServedEdge.before(limits -> limits.withClient(3, 1_000), server.uri())) {
            List<RawClient> open = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                open.add(RawClient.plain(edge.plainPort()));
            }
            try (RawClient fourth = RawClient.plain(edge.plainPort())) {
                assertThat(fourth.readAll()).isEmpty();
            }
            assertThat(edge.refused("client_connections")).isEqualTo(1);
            assertThat(open.getFirst().send(GET).readAll()).startsWith("HTTP/1.1 301 ");
            open.forEach(RawClient::close);
            while (edge.counted("redoubt_edge_connections") > 0) {
                Thread.onSpinWait();
            }
            try (RawClient next = RawClient.plain(edge.plainPort())) {
                assertThat(next.send(GET).readAll()).startsWith("HTTP/1.1 301 ");
            }
        }
    }

    @Test
    void port_for_plain_http_takes_no_more_of_a_head_than_it_needs() {
        try (RecordingServer server = RecordingServer.ok();
                ServedEdge edge = ServedEdge.before(server.uri());
                RawClient client = RawClient.plain(edge.plainPort())) {
            assertThat(client.send("GET / HTTP/1.1\r\nX-Long: " + "z".repeat(9_000))
                            .readAll())
                    .startsWith("HTTP/1.1 431 ");
        }
    }
}
