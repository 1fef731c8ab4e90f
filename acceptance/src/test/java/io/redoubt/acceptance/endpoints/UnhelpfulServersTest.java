package io.redoubt.acceptance.endpoints;

import static io.redoubt.acceptance.endpoints.Redoubt.endpoint;

import io.redoubt.testkit.CertificateForge;
import io.redoubt.testkit.NginxServer;
import io.redoubt.testkit.Script;
import io.redoubt.testkit.ScriptedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Silent, slow, rude or endless: nothing hangs, and nothing that could not be seen passes. Each has an address of its
/// own, since one address is asked only so much at once.
@Execution(ExecutionMode.CONCURRENT)
class UnhelpfulServersTest {

    private static final byte[] SERVER_HELLO = {22, 3, 3, 0, 0x5a, 2, 0, 0, 0x56, 3, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10};

    private final CertificateForge forge = CertificateForge.at(Instant.now());
    private final Redoubt redoubt = Redoubt.trusting(forge);

    /// What a first run spends on loading classes is no endpoint's fault.
    @BeforeAll
    static void warmUp() {
        try (CertificateForge forge = CertificateForge.at(Instant.now());
                ScriptedServer server = ScriptedServer.playing(Script.hear(), "127.0.0.22")) {
            Redoubt.trusting(forge).endpoints(endpoint("https://127.0.0.22:" + server.port()));
        }
    }

    @AfterEach
    void close() {
        forge.close();
    }

    @Test
    void nothing_listens() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        redoubt.endpoints(endpoint("https://127.0.0.10:" + port, port))
                .assertExactly(
                        3,
                        Found.everythingUnknown("127.0.0.10:PORT refused the connection")
                                .replaceFirst(
                                        "UNKNOWN 127.0.0.10:PORT refused the connection\ntls.hsts",
                                        "NOT_APPLICABLE nothing listens on port PORT\ntls.hsts"));
    }

    @Test
    void port_that_accepts_and_says_nothing() {
        playing("127.0.0.11", Script.silence(), "accepted the connection and said nothing");
    }

    @Test
    void port_that_resets() {
        playing("127.0.0.12", Script.hear().then(Script.reset()), "broke the connection: Connection reset");
    }

    @Test
    void port_that_closes() {
        playing("127.0.0.13", Script.hear(), "closed the connection without an answer");
    }

    @Test
    void answer_byte_by_byte() {
        playing(
                "127.0.0.14",
                Script.hear().then(Script.byteByByte(SERVER_HELLO, Duration.ofSeconds(1))),
                "did not finish in time");
    }

    /// Whatever a stranger says is quoted, as far as it was heard.
    @Test
    void flood_of_bytes() {
        playing(
                "127.0.0.15",
                Script.flood("x".getBytes(StandardCharsets.US_ASCII)),
                (control, text) -> control.equals("http-redirect")
                        ? text.equals("sent headers of more than 65536 bytes")
                        : text.matches("answered 'x+…?'"));
    }

    @Test
    void flood_of_records() {
        byte[] record = new byte[5 + 0x4000];
        System.arraycopy(new byte[] {22, 3, 3, 0x40, 0, 11, 3, (byte) 0xff, (byte) 0xff}, 0, record, 0, 9);
        playing(
                "127.0.0.16",
                Script.hear().then(Script.flood(record)),
                (_, text) -> text.matches("sent (headers of )?more than \\d{5,6} bytes"));
    }

    @Test
    void ssh_on_the_tls_port() {
        playing(
                "127.0.0.17",
                Script.hear().then(Script.say("SSH-2.0-OpenSSH_9.2\r\n")),
                (_, text) -> text.matches("answered 'SSH-2(.0-OpenSSH_9.2)?' \\(SSH\\)"));
    }

    @Test
    void plain_http_on_the_tls_port() {
        Site site = Site.good(forge.issue(forge.recipe())).with("listen <https>;");
        try (NginxServer nginx = NginxServer.start(site.text())) {
            redoubt.endpoints(endpoint("https://localhost:" + nginx.port("https")))
                    .assertNothingKnown(
                            "127.0.0.1:" + nginx.port("https") + " ",
                            (_, text) -> text.matches("answered 'HTTP/(1.1 400 Bad Request)?' \\(plain HTTP\\)"));
        }
    }

    @Test
    void page_that_never_comes() {
        try (ScriptedServer application = ScriptedServer.playing(Script.silence(), "127.0.0.21")) {
            Site site = Site.good(forge.issue(forge.recipe()))
                    .with("location / { proxy_pass http://127.0.0.21:" + application.port() + "; }");
            redoubt.check(site).assertExactly(3, """
                    tls.hsts UNKNOWN 127.0.0.1:PORT did not finish in time
                    tls.security-headers UNKNOWN 127.0.0.1:PORT did not finish in time
                    tls.cookies UNKNOWN 127.0.0.1:PORT did not finish in time""");
        }
    }

    @Test
    void page_with_a_huge_header() {
        Site site = Site.good(forge.issue(forge.recipe()))
                .with("set $kilobyte " + "a".repeat(1024) + ";")
                .with("add_header X-Huge " + "$kilobyte".repeat(256) + ";");
        redoubt.check(site).assertExactly(3, """
                tls.hsts UNKNOWN 127.0.0.1:PORT sent headers of more than 65536 bytes
                tls.security-headers UNKNOWN 127.0.0.1:PORT sent headers of more than 65536 bytes
                tls.cookies UNKNOWN 127.0.0.1:PORT sent headers of more than 65536 bytes""");
    }

    @Test
    void plain_answer_with_a_huge_header() {
        plain(
                Script.hugeHeader(10_000_000),
                3,
                "tls.http-redirect UNKNOWN 127.0.0.1:PORT sent headers of more than 65536 bytes");
    }

    @Test
    void plain_answer_without_end() {
        plain(
                Script.hearHttpHead()
                        .then(Script.say("HTTP/1.1 200 OK\r\n\r\n"))
                        .then(Script.flood("hello ".getBytes(StandardCharsets.US_ASCII))),
                1,
                "tls.http-redirect FAIL high: plain HTTP is answered with content | nginx: return 301 https://$host$request_uri; in the server block of the plain port");
    }

    @Test
    void database_that_says_nothing() {
        try (ScriptedServer server = ScriptedServer.playing(Script.silence(), "127.0.0.18")) {
            redoubt.database("postgresql://127.0.0.18:" + server.port() + "/shop")
                    .assertExactly(3, """
                    data.database-encrypted-in-transit UNKNOWN 127.0.0.18:PORT accepted the connection and said nothing""");
        }
    }

    @Test
    void database_that_is_a_web_server() {
        try (ScriptedServer server = ScriptedServer.playing(
                Script.hear().then(Script.say("HTTP/1.1 400 Bad Request\r\n\r\n")), "127.0.0.19")) {
            redoubt.database("postgresql://127.0.0.19:" + server.port() + "/shop")
                    .assertExactly(3, """
                    data.database-encrypted-in-transit UNKNOWN 127.0.0.19:PORT answered 'H' to a PostgreSQL SSLRequest; 127.0.0.19:PORT answered 'H' to a PostgreSQL start-up message""");
        }
    }

    private void playing(String address, Script script, String why) {
        playing(address, script, (_, text) -> text.equals(why));
    }

    /// @param why what each control is to say of it
    private void playing(String address, Script script, BiPredicate<String, String> why) {
        try (ScriptedServer server = ScriptedServer.playing(script, address)) {
            Found found = redoubt.endpoints(endpoint("https://" + address + ":" + server.port(), server.port()));
            found.assertNothingKnown(address + ":" + server.port() + " ", why);
        }
    }

    /// Beside a site that is sound.
    private void plain(Script script, int status, String expected) {
        Site site = Site.good(forge.issue(forge.recipe()));
        try (ScriptedServer server = ScriptedServer.playing(script);
                NginxServer nginx = NginxServer.start(site.inTls())) {
            redoubt.endpoints(endpoint("https://localhost:" + nginx.port("https"), server.port()))
                    .assertExactly(status, expected);
        }
    }
}
