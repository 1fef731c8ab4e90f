package io.redoubt.wire;

import static io.redoubt.wire.Loopback.undetermined;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.testkit.HelloAnswer;
import io.redoubt.testkit.Script;
import io.redoubt.testkit.ScriptedServer;
import io.redoubt.testkit.ScriptedTlsServer;
import io.redoubt.wire.Answer.Obstacle;
import io.redoubt.wire.HttpProbe.Transport;
import io.redoubt.wire.TlsProbe.Opening;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Peers that are gone, silent, slow, rude or endless: every question ends in time, with what stood in the way.
@Timeout(30)
class UnhelpfulPeersTest {

    private static final byte[] SERVER_HELLO_HEADER = {22, 3, 3, 0x40, 0, 2, 0, 0x3f, (byte) 0xfc};

    @FunctionalInterface
    private interface Asking {
        Answer<?> ask(Peer peer, Deadline deadline) throws InterruptedException;
    }

    private static final List<Asking> QUESTIONS = List.of(
            (peer, deadline) -> new TlsProbe(peer, Opening.DIRECT, deadline).version(TlsVersion.TLS_1_2),
            (peer, deadline) -> new TlsProbe(peer, Opening.DIRECT, deadline).suites(TlsVersion.SSL_3),
            (peer, deadline) -> new TlsProbe(peer, Opening.POSTGRESQL, deadline).groups(TlsVersion.TLS_1_3),
            (peer, deadline) -> new TlsProbe(peer, Opening.DIRECT, deadline).handshake(),
            (peer, deadline) -> new HttpProbe(peer, Transport.TLS, deadline).get("/", 100),
            (peer, deadline) -> new HttpProbe(peer, Transport.CLEAR, deadline).get("/", 100),
            (peer, deadline) -> new PostgresProbe(peer, deadline).offersTls(),
            (peer, deadline) -> new PostgresProbe(peer, deadline).plainStartup("u", "d"),
            (peer, deadline) -> new PostgresProbe(peer, deadline).tlsStartup("u", "d"));

    private static List<Obstacle> obstacles(Script script, Duration time) throws InterruptedException {
        List<Obstacle> obstacles = new ArrayList<>();
        try (ScriptedServer server = ScriptedServer.playing(script)) {
            for (Asking question : QUESTIONS) {
                long begin = System.nanoTime();
                obstacles.add(undetermined(question.ask(Loopback.peer(server.port()), Deadline.after(time)))
                        .obstacle());
                assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(time.plusMillis(500));
            }
        }
        return obstacles;
    }

    @Test
    void nobody_there_is_a_refused_connection() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        for (Asking question : QUESTIONS) {
            var answer = undetermined(question.ask(Loopback.peer(port), Loopback.soon()));
            assertThat(answer.obstacle()).isEqualTo(Obstacle.CONNECTION_REFUSED);
            assertThat(answer.why()).isEqualTo("127.0.0.1:" + port + " refused the connection");
        }
    }

    @Test
    void silence_times_out() throws Exception {
        assertThat(obstacles(Script.silence(), Duration.ofMillis(300))).containsOnly(Obstacle.TIMED_OUT);
    }

    @Test
    void close_is_told_from_silence() throws Exception {
        assertThat(obstacles(Script.hear(), Duration.ofSeconds(5))).containsOnly(Obstacle.CLOSED);
    }

    @Test
    void reset_is_told_from_silence() throws Exception {
        assertThat(obstacles(Script.hear().then(Script.reset()), Duration.ofSeconds(5)))
                .containsOnly(Obstacle.CLOSED);
    }

    @Test
    void flood_of_anything_is_cut_off() throws Exception {
        assertThat(obstacles(Script.flood("x".getBytes(StandardCharsets.US_ASCII)), Duration.ofSeconds(5)))
                .containsOnly(Obstacle.NOT_THE_PROTOCOL);
    }

    @Test
    void flood_of_records_is_cut_off() throws Exception {
        byte[] record = new byte[5 + 0x4000];
        System.arraycopy(new byte[] {22, 3, 3, 0x40, 0, 11, 3, (byte) 0xff, (byte) 0xff}, 0, record, 0, 9);
        try (ScriptedServer server = ScriptedServer.playing(Script.hear().then(Script.flood(record)))) {
            for (Asking question : QUESTIONS.subList(3, 5)) {
                assertThat(undetermined(question.ask(Loopback.peer(server.port()), Loopback.soon()))
                                .obstacle())
                        .isEqualTo(Obstacle.NOT_THE_PROTOCOL);
            }
            assertThat(undetermined(Loopback.tls(server.port()).version(TlsVersion.TLS_1_2))
                            .why())
                    .endsWith("sent more than 262144 bytes");
        }
    }

    @Test
    void byte_by_byte_times_out_in_the_middle() throws Exception {
        Script slow = Script.hear()
                .then(Script.byteByByte(SERVER_HELLO_HEADER, Duration.ofMillis(100)))
                .then(Script.silence());
        try (ScriptedServer server = ScriptedServer.playing(slow)) {
            TlsProbe probe =
                    new TlsProbe(Loopback.peer(server.port()), Opening.DIRECT, Deadline.after(Duration.ofMillis(500)));
            var answer = undetermined(probe.version(TlsVersion.TLS_1_2));
            assertThat(answer.obstacle()).isEqualTo(Obstacle.TIMED_OUT);
            assertThat(answer.why()).endsWith("did not finish in time");
        }
    }

    @Test
    void strangers_are_quoted_safely() throws Exception {
        String rude = "SSH-2.0-\u001b[31mOpenSSH" + "x".repeat(200) + "\r\n";
        try (ScriptedServer server = ScriptedServer.playing(Script.hear().then(Script.say(rude)))) {
            var answer = undetermined(Loopback.tls(server.port()).version(TlsVersion.TLS_1_3));
            assertThat(answer.obstacle()).isEqualTo(Obstacle.NOT_THE_PROTOCOL);
            assertThat(answer.why())
                    .contains("answered 'SSH-2.0-\\x1b[31mOpenSSHxxx")
                    .endsWith("…' (SSH)");
        }
    }

    @Test
    void interrupt_ends_a_question_at_once() throws Exception {
        for (Asking question : QUESTIONS) {
            try (ScriptedServer server = ScriptedServer.playing(Script.silence());
                    ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
                Future<Answer<?>> asked =
                        pool.submit(() -> question.ask(Loopback.peer(server.port()), Loopback.soon()));
                while (server.accepted() == 0) {
                    Thread.onSpinWait();
                }
                pool.shutdownNow();
                assertThatThrownBy(asked::get).hasCauseInstanceOf(InterruptedException.class);
            }
        }
    }

    @Test
    void one_address_gets_eight_connections_at_once() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(Script.silence(), "127.0.0.9");
                ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            Peer peer = new Peer("localhost", server.address());
            List<Future<Answer<String>>> first = ask(pool, peer, 8, Duration.ofSeconds(5));
            while (server.accepted() < 8) {
                Thread.onSpinWait();
            }
            for (Future<Answer<String>> answer : ask(pool, peer, 12, Duration.ofMillis(200))) {
                var late = undetermined(answer.get());
                assertThat(late.obstacle()).isEqualTo(Obstacle.TIMED_OUT);
                assertThat(late.why()).isEqualTo("127.0.0.9 could not be asked: 8 connections to it were open");
            }
            assertThat(server.accepted()).isEqualTo(8);
            first.forEach(answer -> answer.cancel(true));
        }
    }

    private static List<Future<Answer<String>>> ask(ExecutorService pool, Peer peer, int times, Duration time) {
        List<Future<Answer<String>>> answers = new ArrayList<>();
        for (int count = 0; count < times; count++) {
            answers.add(pool.submit(() -> new PostgresProbe(peer, Deadline.after(time)).offersTls()));
        }
        return answers;
    }

    /// A limit on connections, as proxies and fail2ban set it: what it closes has not been asked.
    @Test
    void peer_that_has_had_enough_has_refused_nothing() throws Exception {
        int suite = 0xc02f;
        AtomicInteger left = new AtomicInteger(2);
        try (ScriptedTlsServer server = ScriptedTlsServer.answering(
                List.of(),
                _ -> left.getAndDecrement() > 0
                        ? new HelloAnswer.Choose(0x0303, suite, new HelloAnswer.KeyExchange.Curve(29))
                        : new HelloAnswer.Play(_ -> {}))) {
            TlsProbe probe = Loopback.tls(server.port());
            assertThat(Loopback.accepted(probe.version(TlsVersion.TLS_1_2))).isEqualTo(TlsVersion.TLS_1_2);
            assertThat(undetermined(probe.suites(TlsVersion.TLS_1_2)).obstacle())
                    .isEqualTo(Obstacle.CLOSED);
            assertThat(undetermined(probe.groups(TlsVersion.TLS_1_2)).obstacle())
                    .isEqualTo(Obstacle.CLOSED);
            assertThat(undetermined(probe.version(TlsVersion.TLS_1_0)).obstacle())
                    .isEqualTo(Obstacle.CLOSED);
        }
    }

    /// A peer that makes us answer over and over and never reads: a write that waits for it would never end.
    @Test
    void answers_that_nobody_reads_end() throws Exception {
        try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Connection connection = Connection.open(Loopback.peer(deaf.getLocalPort()), Loopback.soon())) {
            byte[] alert = new byte[31];
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 1_000_000; i++) {
                            connection.output().write(alert);
                        }
                    })
                    .isInstanceOf(NoAnswer.class)
                    .hasMessageContaining("made us say more than");
        }
    }
}
