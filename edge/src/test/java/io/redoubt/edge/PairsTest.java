package io.redoubt.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Random requests and responses arrive as they were sent, over HTTP/1.1 and HTTP/2, while the server breaks now and
/// then.
class PairsTest {

    private static final int CLIENTS = 4;
    private static final int LARGE = 4 << 20;

    /// Client, edge and server share one heap, which holds a body of 64 MiB several times over: one at a time.
    private final Semaphore large = new Semaphore(1);

    private final List<String> wrong = new CopyOnWriteArrayList<>();
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicInteger largestUp = new AtomicInteger();
    private final AtomicInteger largestDown = new AtomicInteger();

    @Test
    void twenty_thousand_pairs_arrive_unchanged() throws Exception {
        pairs(20_000);
    }

    @Test
    @Tag("soak")
    void two_hundred_thousand_pairs_arrive_unchanged() throws Exception {
        pairs(200_000);
    }

    private void pairs(int count) throws Exception {
        try (PairServer server = PairServer.start();
                ServedEdge edge = ServedEdge.before(limits -> limits.withBodyBytes(65L << 20), server.uri());
                EdgeClient http2 = EdgeClient.of(edge, HttpClient.Version.HTTP_2)) {
            AtomicInteger next = new AtomicInteger();
            List<CompletableFuture<Void>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                boolean modern = i % 2 == 1;
                clients.add(CompletableFuture.runAsync(
                        () -> {
                            if (modern) {
                                http2(http2, next, count);
                            } else {
                                http1(edge, next, count);
                            }
                        },
                        command -> Thread.ofPlatform().start(command)));
            }
            CompletableFuture.allOf(clients.toArray(CompletableFuture[]::new)).get(30, TimeUnit.MINUTES);
            assertThat(wrong).isEmpty();
            assertThat(server.wrong()).isEmpty();
            assertThat(done).hasValue(count);
            assertThat(largestUp).hasValue((count - 1) / 10_000);
            assertThat(largestDown).hasValue(count / 10_000);
            assertThat(server.halfClosed()).isPositive();
        }
    }

    private void http1(ServedEdge edge, AtomicInteger next, int count) {
        while (next.get() < count) {
            try (RawClient client = RawClient.tls(edge.port())) {
                InputStream in = new BufferedInputStream(client.socket().getInputStream());
                boolean open = true;
                while (open && next.get() < count) {
                    List<Pair> batch = batch(next, count);
                    int permits = batch.stream().anyMatch(PairsTest::isLarge) ? 1 : 0;
                    large.acquireUninterruptibly(permits);
                    try {
                        open = pipelined(client, in, batch);
                    } finally {
                        large.release(permits);
                    }
                }
            } catch (IOException e) {
                wrong.add("HTTP/1.1: " + e);
                return;
            }
        }
    }

    private static boolean isLarge(Pair pair) {
        return pair.requestLength() > LARGE || pair.responseLength() > LARGE;
    }

    /// A few at once. A pair that ends the connection comes last.
    private static List<Pair> batch(AtomicInteger next, int count) {
        List<Pair> batch = new ArrayList<>();
        while (batch.size() < 4) {
            int number = next.getAndIncrement();
            if (number >= count) {
                break;
            }
            Pair pair = Pair.of(number);
            batch.add(pair);
            boolean ends = pair.fault().cuts() || pair.fault() == Pair.Fault.RESET;
            if (ends || pair.requestLength() > 100_000 || isLarge(pair)) {
                break;
            }
        }
        return batch;
    }

    private boolean pipelined(RawClient client, InputStream in, List<Pair> batch) throws IOException {
        int bodies = batch.stream().mapToInt(Pair::requestLength).sum();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(bodies + bodies / 4 + 10_000);
        for (Pair pair : batch) {
            StringBuilder head = new StringBuilder(pair.method() + " " + pair.target() + " HTTP/1.1\r\nHost: "
                    + ServedEdge.HOST + "\r\nX-Pair: " + pair.number() + "\r\n");
            for (int i = 0; i < pair.requestFields().size(); i += 2) {
                head.append(pair.requestFields().get(i)).append(": ");
                head.append(pair.requestFields().get(i + 1)).append("\r\n");
            }
            if (pair.requestChunked()) {
                head.append("Transfer-Encoding: chunked\r\n");
            } else if (pair.requestLength() > 0) {
                head.append("Content-Length: ").append(pair.requestLength()).append("\r\n");
            }
            bytes.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
            bytes.writeBytes(Wire.framed(pair.requestBody(), pair.requestChunked(), pair.piece(3_000)));
        }
        CompletableFuture<Void> sent = CompletableFuture.runAsync(
                () -> client.send(bytes), command -> Thread.ofVirtual().start(command));
        for (Pair pair : batch) {
            try {
                Wire.Head head = Wire.head(in);
                if (head == null) {
                    wrong.add(pair.number() + ": no response to " + pair);
                    return false;
                }
                int status = Integer.parseInt(head.first().substring(9, 12));
                boolean bodiless = pair.method().equals("HEAD") || status == 204 || status == 304;
                byte[] body = bodiless ? new byte[0] : Wire.body(in, head);
                compare(pair, status, head.fieldsOf("x-response-"), body);
                if (head.field("connection").equals("close")) {
                    return false;
                }
            } catch (IOException e) {
                if (!pair.fault().cuts()) {
                    wrong.add(pair.number() + ": " + e);
                }
                done.incrementAndGet();
                return false;
            }
        }
        sent.join();
        return true;
    }

    private void http2(EdgeClient client, AtomicInteger next, int count) {
        for (int number = next.getAndIncrement(); number < count; number = next.getAndIncrement()) {
            Pair pair = Pair.of(number);
            HttpRequest.Builder request = client.request(pair.target()).header("X-Pair", String.valueOf(number));
            for (int i = 0; i < pair.requestFields().size(); i += 2) {
                request.header(pair.requestFields().get(i), pair.requestFields().get(i + 1));
            }
            byte[] body = pair.requestBody();
            HttpRequest.BodyPublisher publisher = HttpRequest.BodyPublishers.noBody();
            if (pair.requestChunked()) {
                publisher = HttpRequest.BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body));
            } else if (body.length > 0) {
                publisher = HttpRequest.BodyPublishers.ofByteArray(body);
            }
            int permits = isLarge(pair) ? 1 : 0;
            large.acquireUninterruptibly(permits);
            try {
                HttpResponse<byte[]> response = client.client()
                        .send(
                                request.method(pair.method(), publisher).build(),
                                HttpResponse.BodyHandlers.ofByteArray());
                List<String> fields = new ArrayList<>();
                response.headers().map().forEach((name, values) -> {
                    if (name.startsWith("x-response-")) {
                        values.forEach(value -> fields.addAll(List.of(name.toLowerCase(Locale.ROOT), value)));
                    }
                });
                compare(pair, response.statusCode(), fields, response.body());
            } catch (IOException e) {
                done.incrementAndGet();
                if (!pair.fault().cuts()) {
                    wrong.add(number + " on HTTP/2: " + e + " for " + pair);
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            } finally {
                large.release(permits);
            }
        }
    }

    private void compare(Pair pair, int status, List<String> fields, byte[] body) {
        done.incrementAndGet();
        largestUp.addAndGet(pair.requestLength() == Pair.LARGEST ? 1 : 0);
        largestDown.addAndGet(body.length == Pair.LARGEST ? 1 : 0);
        boolean broken = pair.fault() == Pair.Fault.RESET && !pair.repeatable();
        if (broken) {
            if (status != 502 && status != pair.status()) {
                wrong.add(pair.number() + ": " + status + " for a broken server");
            }
            return;
        }
        if (pair.fault().cuts()) {
            wrong.add(pair.number() + ": a response that was cut came whole");
        }
        if (status != pair.status()) {
            wrong.add(pair.number() + ": status " + status + " for " + pair);
        }
        if (!Wire.byName(fields).equals(Wire.byName(pair.responseFields()))) {
            wrong.add(pair.number() + ": " + fields + " for " + pair.responseFields());
        }
        if (!pair.isResponseBody(body)) {
            wrong.add(pair.number() + ": a body of " + body.length + " for " + pair.responseLength());
        }
    }
}
