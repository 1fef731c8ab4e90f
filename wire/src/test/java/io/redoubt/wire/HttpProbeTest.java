package io.redoubt.wire;

import static io.redoubt.wire.Loopback.accepted;
import static io.redoubt.wire.Loopback.refused;
import static io.redoubt.wire.Loopback.undetermined;
import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.testkit.HelloAnswer;
import io.redoubt.testkit.Script;
import io.redoubt.testkit.ScriptedServer;
import io.redoubt.testkit.ScriptedTlsServer;
import io.redoubt.wire.Answer.Obstacle;
import io.redoubt.wire.HttpProbe.Transport;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class HttpProbeTest {

    private static Answer<HttpAnswer> get(String response, int bodyLimit) throws InterruptedException {
        return get(Script.hearHttpHead().then(Script.say(response)), bodyLimit);
    }

    private static Answer<HttpAnswer> get(Script script, int bodyLimit) throws InterruptedException {
        try (ScriptedServer server = ScriptedServer.playing(script)) {
            return Loopback.http(server.port()).get("/", bodyLimit);
        }
    }

    private static String text(HttpAnswer answer) {
        return new String(answer.body().toArray(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void headers_keep_their_order_and_repetitions() throws Exception {
        HttpAnswer answer = accepted(get("HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nX:  y \r\nset-cookie: b=2\r\n\r\n", 0));
        assertThat(answer.headers())
                .containsExactly(
                        new HttpAnswer.Header("set-cookie", "a=1"),
                        new HttpAnswer.Header("x", "y"),
                        new HttpAnswer.Header("set-cookie", "b=2"));
        assertThat(answer.all("Set-Cookie")).containsExactly("a=1", "b=2");
    }

    @Test
    void interim_responses_are_passed_over() throws Exception {
        HttpAnswer answer =
                accepted(get("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n", 10));
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.headers()).isEmpty();
    }

    @Test
    void chunks_are_put_together() throws Exception {
        String chunked =
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n6\r\n world\r\n0\r\n\r\n";
        assertThat(text(accepted(get(chunked, 100)))).isEqualTo("hello world");
        assertThat(text(accepted(get(chunked, 7)))).isEqualTo("hello w");
        assertThat(text(accepted(get(chunked, 0)))).isEmpty();
    }

    @Test
    void body_ends_at_its_length_or_the_limit_or_the_close() throws Exception {
        assertThat(text(accepted(get("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcdef", 100))))
                .isEqualTo("abc");
        assertThat(text(accepted(get("HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\nabcdef", 4))))
                .isEqualTo("abcd");
        assertThat(text(accepted(get("HTTP/1.0 200 OK\n\nabcdef", 100)))).isEqualTo("abcdef");
    }

    @Test
    void control_characters_are_shown_not_sent_on() throws Exception {
        HttpAnswer answer = accepted(get("HTTP/1.1 200 OK\r\nX: a\u001b[31m\u009bb\r\n\r\n", 0));
        assertThat(answer.first("x")).contains("a\\x1b[31m\\x9bb");
    }

    @Test
    void folded_header_is_one_header() throws Exception {
        assertThat(accepted(get("HTTP/1.1 200 OK\r\nX: a\r\n  b\r\n\r\n", 0)).first("x"))
                .contains("a b");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            hello\\r\\n                                                       | answered 'hello'
            HTTP/2 200\\r\\n\\r\\n                                            | answered 'HTTP/2 200' (plain HTTP)
            HTTP/1.1 2000\\r\\n\\r\\n                                         | answered 'HTTP/1.1 2000' (plain HTTP)
            HTTP/1.1 200 OK\\r\\nno colon\\r\\n\\r\\n                         | malformed header 'no colon'
            HTTP/1.1 200 OK\\r\\nX : y\\r\\n\\r\\n                            | malformed header 'X : y'
            HTTP/1.1 200 OK\\r\\n folded\\r\\n\\r\\n                          | malformed header ' folded'
            HTTP/1.1 200 OK\\r\\nX: a\\rb\\r\\n\\r\\n                         | malformed line 'X: a b'
            HTTP/1.1 200 OK\\r\\nContent-Length: 1\\r\\nContent-Length: 2\\r\\n\\r\\n | malformed content-length '1, 2'
            HTTP/1.1 200 OK\\r\\nContent-Length: -1\\r\\n\\r\\n               | malformed content-length '-1'
            HTTP/1.1 200 OK\\r\\nContent-Length: 9\\r\\n\\r\\nabc             | malformed body: it ends early
            HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nzz\\r\\n | malformed chunk size 'zz'
            HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n1\\r\\nabc\\r\\n | malformed chunk: longer than its size
            HTTP/1.1 200 OK\\r\\nX: y                                         | malformed response: it ends early
            """)
    void malformed_response_is_named(String response, String why) throws Exception {
        String unescaped = response.replace("\\r", "\r").replace("\\n", "\n");
        var answer = undetermined(get(unescaped, 100));
        assertThat(answer.obstacle()).isEqualTo(Obstacle.NOT_THE_PROTOCOL);
        assertThat(answer.why()).endsWith(why);
    }

    @Test
    void huge_header_names_the_limit() throws Exception {
        assertThat(undetermined(get(Script.hugeHeader(70_000), 0)).why())
                .endsWith("sent headers of more than 65536 bytes");
    }

    @Test
    void too_many_headers_name_the_limit() throws Exception {
        assertThat(undetermined(get("HTTP/1.1 200 OK\r\n" + "A: b\r\n".repeat(101) + "\r\n", 0))
                        .why())
                .endsWith("sent more than 100 headers");
    }

    @Test
    void endless_interim_responses_name_the_limit() throws Exception {
        assertThat(undetermined(get("HTTP/1.1 100 Continue\r\n\r\n".repeat(20), 0))
                        .why())
                .endsWith("sent more than 8 interim responses");
    }

    @Test
    void slow_body_is_bounded_by_the_deadline() throws Exception {
        Script slow = Script.hearHttpHead()
                .then(Script.byteByByte(
                        "HTTP/1.1 200 OK\r\n\r\n".concat("x".repeat(1000)).getBytes(StandardCharsets.US_ASCII),
                        Duration.ofMillis(20)));
        try (ScriptedServer server = ScriptedServer.playing(slow)) {
            HttpProbe probe =
                    new HttpProbe(Loopback.peer(server.port()), Transport.CLEAR, Deadline.after(Duration.ofSeconds(1)));
            assertThat(undetermined(probe.get("/", 10_000)).obstacle()).isEqualTo(Obstacle.TIMED_OUT);
        }
    }

    @Test
    void endless_body_ends_at_the_limit() throws Exception {
        Script endless = Script.hearHttpHead()
                .then(Script.say("HTTP/1.1 200 OK\r\n\r\n"))
                .then(Script.flood(new byte[] {'x'}));
        assertThat(accepted(get(endless, 1_000_000)).body().length()).isEqualTo(1_000_000);
    }

    @Test
    void request_says_who_asks_for_what() throws Exception {
        CompletableFuture<String> heard = new CompletableFuture<>();
        Script listening = socket -> {
            ByteArrayOutputStream request = new ByteArrayOutputStream();
            byte[] piece = new byte[1000];
            while (!request.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\nbody")) {
                request.write(piece, 0, socket.getInputStream().read(piece));
            }
            heard.complete(request.toString(StandardCharsets.US_ASCII));
            Script.say("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").play(socket);
        };
        int port;
        try (ScriptedServer server = ScriptedServer.playing(listening)) {
            port = server.port();
            accepted(Loopback.http(port)
                    .post(
                            "/ocsp?x",
                            "application/ocsp-request",
                            Bytes.copyOf("body".getBytes(StandardCharsets.US_ASCII)),
                            0));
        }
        assertThat(heard.get(5, TimeUnit.SECONDS)).isEqualTo("""
                POST /ocsp?x HTTP/1.1
                Host: localhost:%d
                User-Agent: redoubt
                Accept: */*
                Content-Type: application/ocsp-request
                Content-Length: 4
                Connection: close

                body""".formatted(port).replace("\n", "\r\n"));
    }

    @ParameterizedTest
    @CsvSource({"TLS,443,example.com", "TLS,80,example.com:80", "CLEAR,80,example.com", "CLEAR,8080,example.com:8080"})
    void host_names_an_unusual_port(Transport transport, int port, String host) throws Exception {
        Peer peer = new Peer("example.com", new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        assertThat(new String(HttpRequest.get(peer, transport, "/").bytes().toArray(), StandardCharsets.US_ASCII))
                .contains("\r\nHost: " + host + "\r\n");
    }

    @Test
    void host_of_an_ipv6_literal_stands_in_brackets() throws Exception {
        Peer peer = new Peer("::1", new InetSocketAddress(InetAddress.getLoopbackAddress(), 443));
        assertThat(new String(HttpRequest.get(peer, Transport.TLS, "/").bytes().toArray(), StandardCharsets.US_ASCII))
                .contains("\r\nHost: [::1]\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "/a b", "/a\r\nX: y", "/ä"})
    void impossible_path_is_not_asked_for(String path) throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(Script.silence())) {
            assertThat(undetermined(Loopback.http(server.port()).get(path, 0)).obstacle())
                    .isEqualTo(Obstacle.CANNOT_ASK);
            assertThat(server.accepted()).isZero();
        }
    }

    @Test
    void tls_alert_is_a_refusal() throws Exception {
        try (ScriptedTlsServer server = ScriptedTlsServer.answering(List.of(), _ -> new HelloAnswer.Alert(112))) {
            assertThat(refused(Loopback.https(server.port()).get("/", 0))).isEqualTo("alert unrecognized_name");
        }
    }

    @Test
    void tls_where_http_was_expected_is_recognised() throws Exception {
        assertThat(undetermined(get(Script.hear().then(Script.say(new byte[] {21, 3, 1, 0, 2, 2, 70})), 0))
                        .why())
                .endsWith("answered '\\x15\\x03\\x01\\x00\\x02\\x02F' (TLS)");
    }
}
