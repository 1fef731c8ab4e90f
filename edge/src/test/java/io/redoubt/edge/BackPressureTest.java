package io.redoubt.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// Who is slow on one side slows the other: what one side has sent and the other has not taken lies in the kernel's
/// buffers, and for a small part only in the edge.
class BackPressureTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: shop.example.com\r\n\r\n";
    private static final int SIZE = 100 << 20;
    /// The kernel's buffers of two connections, and a few of the edge's.
    private static final long MOST = 30 << 20;
    private static final Duration LONG = Duration.ofHours(1);

    @Test
    void a_client_that_does_not_read_stops_the_server() throws Exception {
        try (EventServer server = EventServer.start();
                ServedEdge edge = ServedEdge.before(server.uri());
                RawClient client = RawClient.tls(edge.port())) {
            client.send(GET);
            AtomicLong sent = new AtomicLong();
            server.send("HTTP/1.1 200 OK\r\nContent-Length: " + SIZE + "\r\n\r\n");
            var sending = sending(server.connection().getOutputStream(), sent);
            assertThat(settled(sent)).isLessThan(MOST);
            client.readHead();
            assertThat(drained(client.socket().getInputStream(), SIZE)).isEqualTo(SIZE);
            sending.get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void a_stream_without_a_window_stops_the_server() throws Exception {
        try (EventServer server = EventServer.start();
                ServedEdge edge = ServedEdge.before(server.uri());
                RawHttp2 client = RawHttp2.open(edge)) {
            client.get(1, "/");
            AtomicLong sent = new AtomicLong();
            server.send("HTTP/1.1 200 OK\r\nContent-Length: " + SIZE + "\r\n\r\n");
            sending(server.connection().getOutputStream(), sent);
            assertThat(client.outcome(1)).isEqualTo("200");
            assertThat(settled(sent)).isLessThan(MOST);
        }
    }

    @Test
    void a_server_that_does_not_read_stops_the_client() throws Exception {
        try (EventServer server = EventServer.start();
                ServedEdge edge = ServedEdge.before(limits -> limits.withBodyBytes(SIZE), server.uri());
                RawClient client = RawClient.tls(edge.port())) {
            client.send("POST / HTTP/1.1\r\nHost: shop.example.com\r\nContent-Length: " + SIZE + "\r\n\r\n");
            AtomicLong sent = new AtomicLong();
            var sending = sending(client.socket().getOutputStream(), sent);
            InputStream in = server.connection().getInputStream();
            assertThat(settled(sent)).isLessThan(MOST);
            Wire.head(in);
            assertThat(drained(in, SIZE)).isEqualTo(SIZE);
            sending.get(60, TimeUnit.SECONDS);
            server.send(RecordingServer.OK);
            assertThat(client.readResponse()).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void a_server_that_does_not_read_stops_the_stream() throws Exception {
        try (EventServer server = EventServer.start();
                ServedEdge edge = ServedEdge.before(limits -> limits.withBodyBytes(SIZE), server.uri());
                RawHttp2 client = RawHttp2.open(edge)) {
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
                    String.valueOf(SIZE));
            AtomicLong sent = new AtomicLong();
            CompletableFuture<String> answer = CompletableFuture.supplyAsync(
                    () -> upload(client, sent),
                    command -> Thread.ofPlatform().daemon().start(command));
            InputStream in = server.connection().getInputStream();
            assertThat(settled(sent)).isLessThan(MOST);
            Wire.head(in);
            assertThat(drained(in, SIZE)).isEqualTo(SIZE);
            server.send(RecordingServer.OK);
            assertThat(answer.get(60, TimeUnit.SECONDS)).isEqualTo("200");
            assertThat(sent).hasValue(SIZE);
        }
    }

    /// As much at a time as the edge's windows allow.
    ///
    /// @return the status
    private static String upload(RawHttp2 client, AtomicLong sent) {
        byte[] piece = new byte[16 << 10];
        long connection = 65_535;
        long stream = 65_535;
        while (true) {
            while (sent.get() < SIZE && Math.min(connection, stream) >= piece.length) {
                boolean last = sent.get() + piece.length == SIZE;
                client.frame(RawHttp2.DATA, last ? RawHttp2.END_STREAM : 0, 1, piece);
                sent.addAndGet(piece.length);
                connection -= piece.length;
                stream -= piece.length;
            }
            RawHttp2.Frame frame = client.read();
            if (frame == null) {
                return "closed";
            } else if (frame.type() == RawHttp2.HEADERS) {
                return client.headers(frame).status().toString();
            } else if (frame.type() == RawHttp2.WINDOW_UPDATE && frame.stream() == 0) {
                connection += frame.number(0);
            } else if (frame.type() == RawHttp2.WINDOW_UPDATE) {
                stream += frame.number(0);
            }
        }
    }

    @Test
    void an_exchange_that_takes_too_long_is_ended_before_and_within_the_response() throws Exception {
        Duration total = Duration.ofMillis(500);
        for (String beginning : new String[] {"", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n"}) {
            try (EventServer server = EventServer.start();
                    ServedEdge edge = ServedEdge.before(
                            limits -> limits.withServerPatience(LONG, LONG, LONG, total), server.uri());
                    RawClient client = RawClient.tls(edge.port())) {
                client.send(GET);
                server.send(beginning);
                String all = beginning.isEmpty() ? client.readResponse() : client.readAll();
                assertThat(all)
                        .startsWith(beginning.isEmpty() ? "HTTP/1.1 504 " : "HTTP/1.1 200 ")
                        .doesNotContain("\r\n0\r\n\r\n");
                assertThat(edge.refused("total_time")).isEqualTo(1);
            }
        }
    }

    /// @return whether the edge still listens
    private static boolean drip(RawClient client) {
        try {
            client.send("x");
            return true;
        } catch (UncheckedIOException _) {
            return false;
        }
    }

    @Test
    void a_body_that_drips_is_waited_for_no_longer_than_one_that_stands_still() {
        Duration gap = Duration.ofMillis(900);
        try (RecordingServer server = RecordingServer.ok();
                ServedEdge edge =
                        ServedEdge.before(limits -> limits.withPatience(LONG, LONG, gap, LONG), server.uri());
                RawClient first = RawClient.tls(edge.port());
                RawHttp2 second = RawHttp2.open(edge)) {
            first.send("POST / HTTP/1.1\r\nHost: shop.example.com\r\nContent-Length: 1000\r\n\r\n");
            second.request(1, 0, ":method", "POST", ":scheme", "https", ":authority", ServedEdge.HOST, ":path", "/");
            // It never stands still for as long as one that stands still is waited for.
            long end = System.nanoTime() + 20 * gap.toNanos();
            boolean open = true;
            while (edge.refused("slow_body") < 2 && System.nanoTime() - end < 0) {
                open = open && drip(first);
                second.frame(RawHttp2.DATA, 0, 1, new byte[1]);
                long since = System.nanoTime();
                while (System.nanoTime() - since < 100_000_000L) {
                    Thread.onSpinWait();
                }
            }
            assertThat(edge.refused("slow_body")).isEqualTo(2);
            assertThat(second.outcome(1)).isEqualTo("408");
        }
    }

    private static CompletableFuture<Void> sending(OutputStream out, AtomicLong sent) {
        byte[] piece = "x".repeat(64 << 10).getBytes(StandardCharsets.US_ASCII);
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        while (sent.get() < SIZE) {
                            out.write(piece);
                            sent.addAndGet(piece.length);
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                command -> Thread.ofPlatform().daemon().start(command));
    }

    /// What has been sent when for two seconds nothing more could be, or all.
    private static long settled(AtomicLong sent) {
        long last = -1;
        long since = System.nanoTime();
        while (System.nanoTime() - since < 2_000_000_000L && sent.get() < SIZE) {
            long now = sent.get();
            if (now != last) {
                last = now;
                since = System.nanoTime();
            }
            Thread.onSpinWait();
        }
        return sent.get();
    }

    private static long drained(InputStream in, long size) throws IOException {
        byte[] piece = new byte[64 << 10];
        long all = 0;
        while (all < size) {
            int count = in.read(piece);
            if (count < 0) {
                break;
            }
            all += count;
        }
        return all;
    }
}
