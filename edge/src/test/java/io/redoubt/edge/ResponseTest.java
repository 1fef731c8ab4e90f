package io.redoubt.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: shop.example.com\r\n\r\n";

    /// What a client could take for two responses, or another's.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\nContent-Length: 2\n\nok",
                "HTTP/1.1 200 OK\r\nX: a\rb\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nX: a\0b\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nX: a\r\n b\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nX : a\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 20 OK\r\n\r\n",
                "HTTP/1.1 099 OK\r\n\r\n",
                "HTTP/2 200 OK\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n",
                "not HTTP at all\r\n\r\n",
                "…"
            })
    void a_response_that_is_not_clear_is_answered_502(String response) {
        try (RecordingServer server = RecordingServer.answering(response);
                ServedEdge edge = ServedEdge.before(server.uri());
                RawClient client = RawClient.tls(edge.port())) {
            assertThat(client.send(GET).readResponse()).startsWith("HTTP/1.1 502 ");
        }
    }

    @Test
    void a_response_with_more_connection_options_than_anyone_has_is_answered_502() {
        String response = "HTTP/1.1 200 OK\r\nConnection: " + "x,".repeat(32) + "x\r\nContent-Length: 0\r\n\r\n";
        try (RecordingServer server = RecordingServer.answering(response);
                ServedEdge edge = ServedEdge.before(server.uri());
                RawClient client = RawClient.tls(edge.port())) {
            assertThat(client.send(GET).readResponse()).startsWith("HTTP/1.1 502 ");
            assertThat(edge.refused("upstream_malformed")).isEqualTo(1);
        }
    }

    @Test
    void bytes_behind_a_response_never_become_the_next_one() {
        String stuffed = RecordingServer.OK + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nEVIL";
        try (RecordingServer server = RecordingServer.answering(stuffed);
                ServedEdge edge = ServedEdge.before(server.uri());
                RawClient client = RawClient.tls(edge.port())) {
            for (int i = 0; i < 5; i++) {
                assertThat(client.send(GET).readResponse()).endsWith("\r\n\r\nok");
            }
            assertThat(server.connections()).isEqualTo(5);
        }
    }

    @Test
    void a_response_cut_short_is_never_taken_for_whole() {
        try (RecordingServer server =
                        RecordingServer.answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel…");
                ServedEdge edge = ServedEdge.before(server.uri());
                RawClient client = RawClient.tls(edge.port())) {
            assertThat(client.send(GET).readAll()).contains("hel").doesNotContain("0\r\n\r\n");
        }
    }

    @Test
    void a_body_until_the_end_of_the_connection_is_passed_on_in_chunks() {
        try (RecordingServer server = RecordingServer.answering("HTTP/1.0 200 OK\r\n\r\nuntil the end…");
                ServedEdge edge = ServedEdge.before(server.uri());
                RawClient client = RawClient.tls(edge.port())) {
            assertThat(client.send(GET).readResponse())
                    .contains("transfer-encoding: chunked\r\n")
                    .endsWith("d\r\nuntil the end\r\n0\r\n\r\n");
            assertThat(client.send(GET).readResponse()).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void telltale_and_hop_by_hop_fields_stay_behind_and_cookies_are_mended() {
        String response = """
                HTTP/1.1 200 OK
                Server: Shop/1.2
                X-Powered-By: PHP
                Connection: keep-alive, x-internal,, X-Forwarded-Trace
                X-Internal: 1
                X-Forwarded-Trace: 1
                Keep-Alive: timeout=5
                Proxy-Authenticate: Basic
                Set-Cookie: a=b
                Set-Cookie: c=d; Path=/; secure; HttpOnly; SameSite=Strict
                Content-Security-Policy: default-src 'self'
                Content-Length: 0

                """.replace("\n", "\r\n");
        try (RecordingServer server = RecordingServer.answering(response);
                ServedEdge edge = ServedEdge.before(server.uri());
                RawClient client = RawClient.tls(edge.port())) {
            assertThat(client.send(GET).readResponse()).isEqualTo("""
                    HTTP/1.1 200 OK
                    Set-Cookie: a=b; Secure; HttpOnly; SameSite=Lax
                    Set-Cookie: c=d; Path=/; secure; HttpOnly; SameSite=Strict
                    Content-Security-Policy: default-src 'self'
                    strict-transport-security: max-age=31536000
                    x-content-type-options: nosniff
                    referrer-policy: strict-origin-when-cross-origin
                    x-frame-options: SAMEORIGIN
                    content-length: 0

                    """.replace("\n", "\r\n"));
        }
    }

    @Test
    void what_is_mended_and_added_is_the_same_over_http_2() {
        String response = """
                HTTP/1.1 200 OK
                Server: Shop/1.2
                X-Powered-By: PHP
                Connection: keep-alive, x-internal
                X-Internal: 1
                Keep-Alive: timeout=5
                Set-Cookie: a=b
                Set-Cookie: c=d; Path=/; secure; HttpOnly; SameSite=Strict
                Content-Security-Policy: default-src 'self'
                Content-Length: 0

                """.replace("\n", "\r\n");
        try (RecordingServer server = RecordingServer.answering(response);
                ServedEdge edge = ServedEdge.before(server.uri());
                RawHttp2 client = RawHttp2.open(edge).get(1, "/")) {
            StringBuilder fields = new StringBuilder();
            client.headers(client.await(RawHttp2.HEADERS))
                    .forEach(field -> fields.append(field.getKey())
                            .append(": ")
                            .append(field.getValue())
                            .append('\n'));
            assertThat(fields).hasToString("""
                    :status: 200
                    set-cookie: a=b; Secure; HttpOnly; SameSite=Lax
                    set-cookie: c=d; Path=/; secure; HttpOnly; SameSite=Strict
                    content-security-policy: default-src 'self'
                    strict-transport-security: max-age=31536000
                    x-content-type-options: nosniff
                    referrer-policy: strict-origin-when-cross-origin
                    x-frame-options: SAMEORIGIN
                    content-length: 0
                    """);
        }
    }

    @Test
    void a_server_that_has_closed_its_connection_is_asked_again_where_that_is_safe() {
        java.util.concurrent.atomic.AtomicInteger count = new java.util.concurrent.atomic.AtomicInteger();
        try (RecordingServer server = RecordingServer.answering(
                        request -> count.incrementAndGet() % 2 == 0 ? "" : RecordingServer.OK);
                ServedEdge edge = ServedEdge.before(server.uri());
                RawClient client = RawClient.tls(edge.port())) {
            for (int i = 0; i < 6; i++) {
                assertThat(client.send(GET).readResponse()).startsWith("HTTP/1.1 200 ");
            }
            String post = "POST / HTTP/1.1\r\nHost: shop.example.com\r\nContent-Length: 1\r\n\r\nx";
            assertThat(client.send(post).readResponse()).startsWith("HTTP/1.1 502 ");
            assertThat(edge.counted("redoubt_edge_upstream_retries_total")).isEqualTo(5);
        }
    }
}
