package io.redoubt.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Bytes as an attacker sends them, each refused with its status, and none of it seen by a server. Where the edge
/// answers otherwise, the server has seen exactly one request, the one that was authorised.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SmugglingTest {

    private static final String SMUGGLED = "GET /admin HTTP/1.1\r\nHost: shop.example.com\r\n\r\n";
    private static final String POST = "POST / HTTP/1.1\r\nHost: shop.example.com\r\n";
    private static final String GET = "GET / HTTP/1.1\r\nHost: shop.example.com\r\n";

    private RecordingServer server;
    private ServedEdge edge;

    /// @param reason in the metrics
    record Attack(String name, String bytes, int status, String reason) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Attack> framing() {
        return Stream.of(
                bad(
                        "CL.TE",
                        POST + "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nX",
                        "ambiguous_framing"),
                bad(
                        "TE.CL",
                        POST + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n5c\r\n" + SMUGGLED + "0\r\n\r\n",
                        "ambiguous_framing"),
                bad(
                        "TE.TE",
                        POST + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
                        "ambiguous_framing"),
                bad(
                        "TE twice",
                        POST + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                        "ambiguous_framing"),
                attack("TE list", POST + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501, "unknown_coding"),
                attack("TE quoted", POST + "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n", 501, "unknown_coding"),
                attack("TE xchunked", POST + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 501, "unknown_coding"),
                attack(
                        "TE with a tab in it",
                        POST + "Transfer-Encoding: chun\tked\r\n\r\n0\r\n\r\n",
                        501,
                        "unknown_coding"),
                bad("TE with VT", POST + "Transfer-Encoding: \u000bchunked\r\n\r\n0\r\n\r\n", "malformed"),
                bad(
                        "TE with white space before the colon",
                        POST + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                        "malformed"),
                bad("TE folded", POST + "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n", "malformed"),
                bad("TE by underscore", POST + "Transfer_Encoding: chunked\r\n\r\n0\r\n\r\n", "malformed"),
                bad(
                        "TE in HTTP/1.0",
                        "POST / HTTP/1.0\r\nHost: shop.example.com\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                        "ambiguous_framing"),
                bad("CL twice", POST + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello", "ambiguous_framing"),
                bad(
                        "CL twice, differing",
                        POST + "Content-Length: 0\r\nContent-Length: 44\r\n\r\n" + SMUGGLED,
                        "ambiguous_framing"),
                bad("CL list", POST + "Content-Length: 5, 5\r\n\r\nhello", "ambiguous_framing"),
                bad("CL signed", POST + "Content-Length: +5\r\n\r\nhello", "ambiguous_framing"),
                bad("CL negative", POST + "Content-Length: -5\r\n\r\nhello", "ambiguous_framing"),
                bad("CL hexadecimal", POST + "Content-Length: 0x5\r\n\r\nhello", "ambiguous_framing"),
                bad("CL empty", POST + "Content-Length:\r\n\r\nhello", "ambiguous_framing"),
                bad("CL too large", POST + "Content-Length: 99999999999999999999\r\n\r\n", "ambiguous_framing"),
                bad("CL by underscore", POST + "Content_Length: 5\r\n\r\nhello", "malformed"),
                bad("CL with white space before the colon", POST + "Content-Length : 5\r\n\r\nhello", "malformed"),
                bad(
                        "CL removed by Connection",
                        POST + "Content-Length: 44\r\nConnection: content-length\r\n\r\n" + SMUGGLED,
                        "ambiguous_framing"),
                bad(
                        "cookie removed by Connection",
                        GET + "Cookie: a=b\r\nConnection: close, cookie\r\n\r\n",
                        "ambiguous_framing"),
                bad("more options than anyone has", GET + "Connection: " + "x,".repeat(32) + "x\r\n\r\n", "malformed"),
                bad("empty options", GET + "Connection: " + ",".repeat(32) + "\r\n\r\n", "malformed"),
                bad("options in many fields", GET + "Connection: close, x\r\n".repeat(17) + "\r\n", "malformed"),
                bad(
                        "claim removed by Connection",
                        GET + "X-Forwarded-User: root\r\nConnection: x-forwarded-user\r\n\r\n",
                        "ambiguous_framing"),
                bad("chunk size with a sign", chunked("+5\r\nhello\r\n0\r\n\r\n"), "ambiguous_framing"),
                bad("chunk size with 0x", chunked("0x5\r\nhello\r\n0\r\n\r\n"), "ambiguous_framing"),
                bad("chunk size with white space", chunked("5 \r\nhello\r\n0\r\n\r\n"), "ambiguous_framing"),
                bad("chunk size too long", chunked("0000000000005\r\nhello\r\n0\r\n\r\n"), "ambiguous_framing"),
                bad("chunk size that wraps", chunked("100000000000000005\r\nhello\r\n0\r\n\r\n"), "ambiguous_framing"),
                bad("chunk extension", chunked("5;a=b\r\nhello\r\n0\r\n\r\n"), "ambiguous_framing"),
                bad("chunk extension with LF", chunked("5;\nxx\r\nhello\r\n0\r\n\r\n"), "ambiguous_framing"),
                bad("chunk line with bare LF", chunked("5\nhello\r\n0\r\n\r\n"), "ambiguous_framing"),
                bad("chunk line with bare CR", chunked("5\rhello\r\n0\r\n\r\n"), "ambiguous_framing"),
                bad("chunk longer than its size", chunked("5\r\nhello!\r\n0\r\n\r\n"), "ambiguous_framing"),
                bad("chunk without CRLF", chunked("5\r\nhello0\r\n\r\n"), "ambiguous_framing"),
                bad("trailer that is no field", chunked("0\r\nGET /admin HTTP/1.1\r\n\r\n"), "ambiguous_framing"),
                bad("trailer with bare LF", chunked("0\r\nA: b\nC: d\r\n\r\n"), "ambiguous_framing"));
    }

    static Stream<Attack> lines() {
        return Stream.of(
                bad("lines end in LF", "GET / HTTP/1.1\nHost: shop.example.com\n\n", "malformed"),
                bad("one line ends in LF", "GET / HTTP/1.1\r\nHost: shop.example.com\nX: y\r\n\r\n", "malformed"),
                bad("bare CR in a value", GET + "X: a\rb\r\n\r\n", "malformed"),
                bad("CR before CRLF", GET + "X: a\r\r\n\r\n", "malformed"),
                bad("NUL in a value", GET + "X: a\0b\r\n\r\n", "malformed"),
                bad("NUL in a name", GET + "X\0: a\r\n\r\n", "malformed"),
                bad("DEL in a value", GET + "X: a\u007fb\r\n\r\n", "malformed"),
                bad("folded line", GET + "X: a\r\n b\r\n\r\n", "malformed"),
                bad("folded first line", "GET / HTTP/1.1\r\n Host: shop.example.com\r\n\r\n", "malformed"),
                bad("white space before the colon", GET + "X : a\r\n\r\n", "malformed"),
                bad("tab before the colon", GET + "X\t: a\r\n\r\n", "malformed"),
                bad("no name", GET + ": a\r\n\r\n", "malformed"),
                bad("no colon", GET + "X\r\n\r\n", "malformed"),
                bad("name with a quote", GET + "X\": a\r\n\r\n", "malformed"),
                bad("claim by underscore", GET + "X_Forwarded_User: root\r\n\r\n", "malformed"),
                bad("user by underscore", GET + "REMOTE_USER: root\r\n\r\n", "malformed"),
                bad("certificate by underscore", GET + "X-SSL_Client_S_DN: CN=root\r\n\r\n", "malformed"),
                bad("name above ASCII", GET + "X\u00e4: a\r\n\r\n", "malformed"),
                bad("empty line first", "\r\n" + GET + "\r\n", "malformed"),
                bad("two spaces", "GET  / HTTP/1.1\r\nHost: shop.example.com\r\n\r\n", "malformed"),
                bad("tab in the request line", "GET\t/\tHTTP/1.1\r\nHost: shop.example.com\r\n\r\n", "malformed"),
                bad("space behind the version", "GET / HTTP/1.1 \r\nHost: shop.example.com\r\n\r\n", "malformed"),
                bad("space in the target", "GET /a b HTTP/1.1\r\nHost: shop.example.com\r\n\r\n", "malformed"),
                bad("no version", "GET /\r\nHost: shop.example.com\r\n\r\n", "malformed"),
                attack("HTTP/1.2", "GET / HTTP/1.2\r\nHost: shop.example.com\r\n\r\n", 505, "version"),
                attack("HTTP/2.0", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, "version"),
                bad("small http", "GET / http/1.1\r\nHost: shop.example.com\r\n\r\n", "malformed"),
                bad("method with a bracket", "GE(T / HTTP/1.1\r\nHost: shop.example.com\r\n\r\n", "malformed"),
                attack("TRACE", "TRACE / HTTP/1.1\r\nHost: shop.example.com\r\n\r\n", 405, "method"),
                attack(
                        "CONNECT",
                        "CONNECT shop.example.com:443 HTTP/1.1\r\nHost: shop.example.com\r\n\r\n",
                        405,
                        "method"),
                attack("another expectation", GET + "Expect: 200-ok\r\n\r\n", 417, "expectation"));
    }

    static Stream<Attack> paths() {
        return Stream.of(
                        "/a/../admin",
                        "/..",
                        "/.",
                        "/a/.",
                        "/./admin",
                        "/%2e%2e/admin",
                        "/a/%2E./admin",
                        "/.%2e/admin",
                        "/a%2fadmin",
                        "/a%2Fadmin",
                        "/a%5cadmin",
                        "//admin",
                        "/a//b",
                        "/admin;x=y",
                        "/;/admin",
                        "/a%3badmin",
                        "/a\\admin",
                        "/%61dmin",
                        "/adm%69n",
                        "/admin%00",
                        "/admin%0a",
                        "/admin%7f",
                        "/%252e%252e/admin",
                        "/%zz",
                        "/a%",
                        "/a%2",
                        "/%c0%ae%c0%ae/admin",
                        "/%ff",
                        "/%ed%a0%80",
                        "/%c3",
                        "/a|b",
                        "/a\"b",
                        "/a<b",
                        "/a^b",
                        "/a`b",
                        "/a{b",
                        "/a#b",
                        "/\u00e9")
                .map(path -> attack(
                        path, "GET " + path + " HTTP/1.1\r\nHost: shop.example.com\r\n\r\n", 400, "ambiguous_path"));
    }

    /// What a server may take for `/admin` that ignores case or trims.
    static Stream<Attack> lenientPaths() {
        return Stream.of(
                        "/Admin",
                        "/ADMIN/x",
                        "/Admin/",
                        "/admin%20",
                        "/%20admin",
                        "/admin%20/x",
                        "/admin.",
                        "/admin.%20./x",
                        "/admin%C2%85",
                        "/admin%C2%A0",
                        "/admin%E3%80%80",
                        "/admin%EF%BB%BF",
                        "/%20/admin",
                        "/adm%C4%B1n",
                        "/adm%C4%B0n")
                .map(path -> attack(
                        path,
                        "GET " + path + " HTTP/1.1\r\nHost: shop.example.com\r\nConnection: close\r\n\r\n",
                        400,
                        "ambiguous_path"));
    }

    static Stream<Attack> hosts() {
        return Stream.of(
                bad("no Host", "GET / HTTP/1.1\r\n\r\n", "ambiguous_host"),
                bad("Host twice", GET + "Host: shop.example.com\r\n\r\n", "ambiguous_host"),
                bad("Host twice, differing", GET + "Host: other.example.com\r\n\r\n", "ambiguous_host"),
                bad("Host empty", "GET / HTTP/1.1\r\nHost:\r\n\r\n", "ambiguous_host"),
                bad(
                        "Host with a user",
                        "GET / HTTP/1.1\r\nHost: shop.example.com@other.example.com\r\n\r\n",
                        "ambiguous_host"),
                bad("Host with a path", "GET / HTTP/1.1\r\nHost: shop.example.com/admin\r\n\r\n", "ambiguous_host"),
                bad(
                        "Host list",
                        "GET / HTTP/1.1\r\nHost: shop.example.com, other.example.com\r\n\r\n",
                        "ambiguous_host"),
                bad("Host with a bad port", "GET / HTTP/1.1\r\nHost: shop.example.com:a\r\n\r\n", "ambiguous_host"),
                bad("Host with a trailing dot", "GET / HTTP/1.1\r\nHost: shop.example.com.\r\n\r\n", "ambiguous_host"),
                bad(
                        "absolute form with another host",
                        "GET https://other.example.com/ HTTP/1.1\r\nHost: shop.example.com\r\n\r\n",
                        "ambiguous_host"),
                bad(
                        "absolute form of http",
                        "GET http://shop.example.com/ HTTP/1.1\r\nHost: shop.example.com\r\n\r\n",
                        "malformed"),
                bad("asterisk", "OPTIONS * HTTP/1.1\r\nHost: shop.example.com\r\n\r\n", "malformed"),
                attack(
                        "a routed host that TLS did not name",
                        "GET / HTTP/1.1\r\nHost: other.example.com\r\n\r\n",
                        421,
                        "misdirected"),
                attack(
                        "a host that nobody has",
                        "GET / HTTP/1.1\r\nHost: gone.example.com\r\n\r\n",
                        421,
                        "misdirected"));
    }

    static Stream<Attack> sizes() {
        return Stream.of(
                attack(
                        "target",
                        "GET /" + "a".repeat(9_000) + " HTTP/1.1\r\nHost: shop.example.com\r\n\r\n",
                        414,
                        "target_too_long"),
                attack("target without end", "GET /" + "a".repeat(40_000), 414, "target_too_long"),
                attack("field", GET + "X: " + "a".repeat(40_000) + "\r\n\r\n", 431, "head_too_large"),
                attack("fields", GET + "X: a\r\n".repeat(101) + "\r\n", 431, "head_too_large"),
                attack("body told", POST + "Content-Length: 68719476736\r\n\r\n", 413, "body_too_large"));
    }

    private static String chunked(String body) {
        return POST + "Transfer-Encoding: chunked\r\n\r\n" + body;
    }

    private static Attack bad(String name, String bytes, String reason) {
        return new Attack(name, bytes, 400, reason);
    }

    private static Attack attack(String name, String bytes, int status, String reason) {
        return new Attack(name, bytes, status, reason);
    }

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

    @ParameterizedTest
    @MethodSource({"framing", "lines", "paths", "lenientPaths", "hosts", "sizes"})
    void what_could_be_read_in_two_ways_reaches_no_server(Attack attack) {
        int before = server.requests().size();
        long counted = edge.refused(attack.reason());
        try (RawClient client = RawClient.tls(edge.port())) {
            String answers = client.send(attack.bytes()).readAll();
            assertThat(answers).startsWith("HTTP/1.1 " + attack.status() + " ").contains("connection: close\r\n");
            assertThat(answers.indexOf("HTTP/1.1", 1)).isNegative();
        }
        assertThat(edge.refused(attack.reason())).isEqualTo(counted + 1);
        List<String> seen = server.requests();
        // The head of a chunked request is judged before its chunks: its server may have begun to read, never a second
        // request.
        assertThat(seen.subList(before, seen.size()))
                .allSatisfy(request ->
                        assertThat(request).startsWith("POST / HTTP/1.1\r\n").doesNotContain("/admin"));
        if (!attack.bytes().contains("chunked\r\n\r\n") || attack.reason().equals("malformed")) {
            assertThat(seen).hasSize(before);
        }
    }

    @ParameterizedTest
    @MethodSource("harmless")
    void what_can_be_read_in_one_way_only_arrives_as_it_is(String request, String seen) {
        int before = server.requests().size();
        try (RawClient client = RawClient.tls(edge.port())) {
            assertThat(client.send(request).readResponse()).startsWith("HTTP/1.1 200 ");
        }
        assertThat(server.requests()).hasSize(before + 1).last().asString().startsWith(seen);
    }

    @Test
    void case_and_white_space_are_the_servers_matter_where_all_routes_are_open() {
        int before = server.requests().size();
        try (RawClient client = RawClient.tls(edge.port(), ServedEdge.OTHER, "http/1.1")) {
            for (String path : List.of("/Admin", "/admin%20", "/a./x")) {
                assertThat(client.send("GET " + path + " HTTP/1.1\r\nHost: other.example.com\r\n\r\n")
                                .readResponse())
                        .startsWith("HTTP/1.1 200 ");
            }
        }
        assertThat(server.requests()).hasSize(before + 3);
    }

    static Stream<List<String>> harmlessPairs() {
        return Stream.of(
                List.of(
                        GET.replace("GET / ", "GET /a%20b?x=%2e%2e//;y ") + "\r\n",
                        "GET /a%20b?x=%2e%2e//;y HTTP/1.1\r\n"),
                List.of(GET.replace("GET / ", "GET /caf%C3%A9/%7Ekim ") + "\r\n", "GET /caf%C3%A9/%7Ekim HTTP/1.1\r\n"),
                List.of(GET.replace("GET / ", "GET https://shop.example.com/a ") + "\r\n", "GET /a HTTP/1.1\r\n"),
                List.of(GET.replace("GET / ", "GET /administrator ") + "\r\n", "GET /administrator HTTP/1.1\r\n"),
                List.of(GET.replace("GET / ", "GET /Administrator ") + "\r\n", "GET /Administrator HTTP/1.1\r\n"),
                List.of(GET.replace("GET / ", "GET /Team/Admin%20 ") + "\r\n", "GET /Team/Admin%20 HTTP/1.1\r\n"),
                List.of(
                        GET + "Connection: close" + ", x".repeat(31) + "\r\nX: y\r\nA: b\r\n\r\n",
                        "GET / HTTP/1.1\r\nhost: shop.example.com\r\nA: b\r\nx-forwarded-for"),
                List.of(
                        POST + "Content-Length: 44\r\n\r\nGET /admin HTTP/1.1\r\nHost: shop.example.com\r\n",
                        "POST / HTTP/1.1\r\n"));
    }

    static Stream<org.junit.jupiter.params.provider.Arguments> harmless() {
        return harmlessPairs().map(pair -> org.junit.jupiter.params.provider.Arguments.of(pair.get(0), pair.get(1)));
    }
}
