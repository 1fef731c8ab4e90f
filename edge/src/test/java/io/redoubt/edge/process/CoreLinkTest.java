package io.redoubt.edge.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.edge.Challenges;
import io.redoubt.edge.ChangedSnapshot;
import io.redoubt.edge.Denials;
import io.redoubt.edge.Edge;
import io.redoubt.edge.EdgePorts;
import io.redoubt.edge.EdgeSettings;
import io.redoubt.edge.EdgeSnapshot;
import io.redoubt.edge.ListenAddresses;
import io.redoubt.edge.NoLeaks;
import io.redoubt.edge.Permissions;
import io.redoubt.edge.RawClient;
import io.redoubt.edge.RecordingServer;
import io.redoubt.edge.ServedCertificate;
import io.redoubt.edge.ServedEdge;
import io.redoubt.edge.Sessions;
import io.redoubt.policy.Address;
import io.redoubt.policy.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The edge's end of the socket, with the test as core.
@Timeout(60)
@ExtendWith(NoLeaks.class)
class CoreLinkTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: " + ServedEdge.HOST + "\r\n\r\n";
    private static final EdgePorts KIM_MAY = new EdgePorts(
            (_, _) -> CompletableFuture.completedFuture(new Sessions.Known("kim")),
            (_, _) -> CompletableFuture.completedFuture(Permissions.Decision.ALLOWED),
            Denials.NONE,
            Challenges.NONE);
    private static final String UNUSABLE = "certificates[0] has a chain or a key that can't be used";

    @TempDir
    private Path place;

    private final AtomicLong now = new AtomicLong();
    private Path socket;
    private CoreLink link;
    private Thread thread;

    @BeforeEach
    void start() {
        socket = place.resolve("edge.sock");
        EdgeSettings settings = new EdgeSettings(1, Optional.empty(), InstantSource.system());
        link = new CoreLink(socket, settings, KIM_MAY, new CoreContact(now::get));
        thread = Thread.ofPlatform().daemon().unstarted(this::run);
        Edge.prepare();
        thread.start();
    }

    private void run() {
        try {
            link.run();
        } catch (InterruptedException _) {
            // The test is over.
        }
    }

    @AfterEach
    void end() throws InterruptedException {
        thread.interrupt();
        thread.join();
        link.drain(Duration.ZERO);
    }

    /// On a port that the kernel chooses once.
    private static EdgeSnapshot snapshot(long version, URI server) {
        ListenAddresses.Socket listen =
                new ListenAddresses.Socket(Address.parse("127.0.0.1").get(), 0);
        return ChangedSnapshot.of(ServedEdge.snapshot(server))
                .version(version)
                .listen(new ListenAddresses(List.of(listen), List.of(), Optional.empty()))
                .snapshot();
    }

    private RawClient client() {
        Edge edge = link.edge();
        assertThat(edge).isNotNull();
        return RawClient.tls(edge.https().getFirst().getPort());
    }

    private static EdgeSnapshot unusable(long version, URI server) {
        ServedCertificate keyless =
                new ServedCertificate(List.of(ServedEdge.HOST), "no chain", new Secret("no key"), false);
        return snapshot(version, server).with(version, List.of(keyless));
    }

    private void assertServedBy(RecordingServer server) {
        int before = server.requests().size();
        try (RawClient client = client()) {
            assertThat(client.send(GET).readResponse()).startsWith("HTTP/1.1 200 ");
        }
        assertThat(server.requests()).hasSize(before + 1);
    }

    private String status(String path) {
        try (RawClient client = client()) {
            return client.send(GET.replace("GET / ", "GET " + path + " "))
                    .readResponse()
                    .substring(9, 12);
        }
    }

    private static String serving(long version) {
        return "{\"state\":\"serving\",\"version\":\"" + version + "\"}";
    }

    @ParameterizedTest
    @CsvSource({"0, 5", "100, 5", "200, 10", "2000, 100", "20000, 1000", "3600000, 1000"})
    void the_longer_core_stays_away_the_more_seldom_it_is_asked_up_to_once_a_second(long waited, long pause) {
        assertThat(CoreLink.pauseMillis(waited)).isEqualTo(pause);
    }

    @Test
    void core_that_comes_late_is_asked() {
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        try (RecordingServer server = RecordingServer.ok();
                StandInCore core = StandInCore.at(socket)) {
            core.accept();
            assertThat(core.tell(snapshot(1, server.uri()).encode())).isEqualTo(serving(1));
        }
    }

    @Test
    void every_snapshot_is_served_and_answered_with_its_version() {
        try (RecordingServer first = RecordingServer.ok();
                RecordingServer second = RecordingServer.ok();
                StandInCore core = StandInCore.at(socket)) {
            core.accept();
            assertThat(core.tell(snapshot(3, first.uri()).encode())).isEqualTo(serving(3));
            assertServedBy(first);
            assertThat(core.tell(snapshot(4, second.uri()).encode())).isEqualTo(serving(4));
            assertServedBy(second);
        }
    }

    @Test
    void snapshot_that_cannot_be_served_is_refused_and_the_one_before_stays() {
        try (RecordingServer server = RecordingServer.ok();
                RecordingServer never = RecordingServer.ok();
                StandInCore core = StandInCore.at(socket)) {
            core.accept();
            assertThat(core.tell(unusable(1, never.uri()).encode()))
                    .startsWith("{\"state\":\"refused\",\"problem\":\"")
                    .contains(UNUSABLE)
                    .endsWith(",\"version\":\"\"}");
            assertThat(core.tell(snapshot(2, server.uri()).encode())).isEqualTo(serving(2));
            assertThat(core.tell(unusable(3, never.uri()).encode()))
                    .contains("\"refused\"", UNUSABLE)
                    .endsWith(",\"version\":\"2\"}");
            assertThat(core.tell(new byte[] {'{'}))
                    .contains("\"refused\"", "it is not JSON")
                    .endsWith(",\"version\":\"2\"}");
            assertServedBy(server);
            assertThat(never.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {EdgeSnapshot.MAXIMUM_BYTES + 1, Integer.MAX_VALUE, -1})
    void frame_longer_than_allowed_ends_the_connection_and_the_edge_asks_again(int length) {
        try (RecordingServer server = RecordingServer.ok();
                StandInCore core = StandInCore.at(socket)) {
            core.accept();
            assertThat(core.tell(snapshot(1, server.uri()).encode())).isEqualTo(serving(1));
            core.promise(length);
            assertThat(core.isLeft()).isTrue();
            core.accept();
            assertThat(core.tell(snapshot(2, server.uri()).encode())).isEqualTo(serving(2));
        }
    }

    @Test
    void edge_serves_on_while_core_is_gone_and_obeys_it_when_it_is_back() {
        try (RecordingServer first = RecordingServer.ok();
                RecordingServer second = RecordingServer.ok()) {
            try (StandInCore core = StandInCore.at(socket)) {
                core.accept();
                assertThat(core.tell(snapshot(1, first.uri()).encode())).isEqualTo(serving(1));
            }
            assertServedBy(first);
            try (StandInCore core = StandInCore.at(socket)) {
                core.accept();
                assertServedBy(first);
                assertThat(core.tell(snapshot(2, second.uri()).encode())).isEqualTo(serving(2));
                assertServedBy(second);
            }
        }
    }

    @Test
    void a_minute_after_core_was_heard_of_last_nobody_is_known_and_public_routes_go_on() {
        try (RecordingServer server = RecordingServer.ok()) {
            try (StandInCore core = StandInCore.at(socket)) {
                core.accept();
                assertThat(core.tell(snapshot(1, server.uri()).encode())).isEqualTo(serving(1));
                now.addAndGet(TimeUnit.SECONDS.toNanos(59));
                assertThat(status("/admin")).isEqualTo("200");
                now.addAndGet(TimeUnit.SECONDS.toNanos(1));
                assertThat(status("/admin")).isEqualTo("503");
                assertThat(status("/")).isEqualTo("200");
                core.promise(0);
                while (status("/admin").equals("503")) {
                    Thread.onSpinWait();
                }
                assertThat(status("/admin")).isEqualTo("200");
            }
            now.addAndGet(TimeUnit.SECONDS.toNanos(60));
            assertThat(status("/admin")).isEqualTo("503");
            assertThat(status("/")).isEqualTo("200");
            try (StandInCore core = StandInCore.at(socket)) {
                core.accept();
                assertThat(core.tell(snapshot(2, server.uri()).encode())).isEqualTo(serving(2));
                assertThat(status("/admin")).isEqualTo("200");
            }
        }
    }
}
