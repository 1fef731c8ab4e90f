package io.redoubt.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.testkit.CertificateForge;
import io.redoubt.testkit.IssuedCertificate;
import io.redoubt.testkit.OpensslServer;
import io.redoubt.testkit.Script;
import io.redoubt.testkit.ScriptedServer;
import io.redoubt.wire.ClientHello.Shares;
import io.redoubt.wire.ClientHello.Stapling;
import io.redoubt.wire.HttpProbe.Transport;
import io.redoubt.wire.TlsProbe.Opening;
import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Mutated replies: always an answer, or the obstacle why there is none; never another exception, never a hang.
@Timeout(120)
class MutatedRepliesTest {

    private static final long SEED = 20_261_124;
    private static final int PARSED = 20_000;
    private static final int SERVED = 300;

    private static final List<String> HTTP = List.of(
            "HTTP/1.1 200 OK\r\nSet-Cookie: a=1; Secure\r\nContent-Length: 5\r\n\r\nhello",
            "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
            "HTTP/1.0 301 Moved\nLocation: https://x/\n folded\n\nbody until the end");

    @Test
    void mutated_flight_is_parsed_or_refused() throws Exception {
        RandomGenerator random = new SplittableRandom(SEED);
        List<byte[]> replies = replies();
        int understood = 0;
        for (int round = 0; round < PARSED; round++) {
            byte[] reply = Mutation.of(replies.get(round % replies.size()), random);
            understood += WireFuzz.serverFlight(reply) ? 1 : 0;
        }
        assertThat(understood).as("some mutations are harmless").isBetween(1, PARSED - 1);
    }

    @Test
    void mutated_response_is_parsed_or_refused() {
        RandomGenerator random = new SplittableRandom(SEED);
        int understood = 0;
        for (int round = 0; round < PARSED; round++) {
            byte[] good = HTTP.get(round % HTTP.size()).getBytes(StandardCharsets.ISO_8859_1);
            understood += WireFuzz.httpResponse(Mutation.of(good, random)) ? 1 : 0;
        }
        assertThat(understood).as("some mutations are harmless").isBetween(1, PARSED - 1);
    }

    @Test
    void mutated_postgresql_error_is_parsed_or_refused() {
        RandomGenerator random = new SplittableRandom(SEED);
        byte[] good = "\0\0\0\37SFATAL\0C28000\0Mno entry\0Rx\0\0".getBytes(StandardCharsets.ISO_8859_1);
        int understood = 0;
        for (int round = 0; round < PARSED; round++) {
            PeerInput input = new PeerInput(new ByteArrayInputStream(Mutation.of(good, random)), Loopback.peer(1));
            try {
                PostgresError.readAfterType(input);
                understood++;
            } catch (NoAnswer _) {
                // Refused, as it may be.
            }
        }
        assertThat(understood).isBetween(1, PARSED - 1);
    }

    @Test
    void mutated_replies_over_the_wire_get_an_answer_in_time() throws Exception {
        RandomGenerator random = new SplittableRandom(SEED);
        List<byte[]> replies = replies();
        AtomicReference<byte[]> next = new AtomicReference<>(new byte[0]);
        try (ScriptedServer server = ScriptedServer.playing(
                Script.hear().then(socket -> Script.say(next.get()).play(socket)))) {
            for (int round = 0; round < SERVED; round++) {
                next.set(Mutation.of(replies.get(round % replies.size()), random));
                Peer peer = Loopback.peer(server.port());
                Deadline deadline = Deadline.after(Duration.ofSeconds(2));
                Answer<?> answer = switch (round % 3) {
                    case 0 -> new TlsProbe(peer, Opening.DIRECT, deadline).version(TlsVersion.TLS_1_2);
                    case 1 -> new TlsProbe(peer, Opening.DIRECT, deadline).handshake();
                    default -> new HttpProbe(peer, Transport.TLS, deadline).get("/", 10);
                };
                assertThat(answer).isNotNull();
                assertThat(deadline.isOver()).as("round " + round).isFalse();
            }
        }
    }

    /// First flights of a real server, and those of RFC 8448.
    private static List<byte[]> replies() throws Exception {
        try (CertificateForge forge = CertificateForge.at(Instant.now())) {
            IssuedCertificate certificate = forge.issue(forge.recipe());
            try (OpensslServer server =
                    OpensslServer.start(certificate, "-cipher", "ALL:@SECLEVEL=0", "-status_file", stapled(forge))) {
                return List.of(
                        reply(server.port(), TlsVersion.TLS_1_2),
                        reply(server.port(), TlsVersion.TLS_1_0),
                        Rfc8448.record(Rfc8448.SERVER_HELLO),
                        Rfc8448.record(Rfc8448.HELLO_RETRY_REQUEST));
            }
        }
    }

    private static String stapled(CertificateForge forge) {
        return forge.write("ocsp.der", new byte[] {0x30, 3, 10, 1, 1}).toString();
    }

    private static byte[] reply(int port, TlsVersion version) throws Exception {
        ClientHello hello = new ClientHello(
                version,
                CipherSuiteRegistry.offeredIn(version),
                HelloAsker.groupsOf(version),
                Shares.NONE,
                Stapling.ASKED,
                Optional.of("localhost"));
        try (Socket socket = new Socket(Loopback.peer(port).address().getAddress(), port)) {
            socket.getOutputStream().write(hello.encode());
            byte[] reply = new byte[16_384];
            int filled = 0;
            while (filled < 4 || reply[filled - 4] != HandshakeType.SERVER_HELLO_DONE) {
                filled += socket.getInputStream().read(reply, filled, reply.length - filled);
            }
            return Arrays.copyOf(reply, filled);
        }
    }
}
