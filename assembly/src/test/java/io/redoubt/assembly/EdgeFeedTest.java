package io.redoubt.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.edge.EdgeLimits;
import io.redoubt.edge.EdgeSnapshot;
import io.redoubt.edge.ListenAddresses;
import io.redoubt.edge.PendingChallenges;
import io.redoubt.policy.Address;
import io.redoubt.policy.Mode;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// From the edge's side of the socket, where a taken-over edge may do what it likes.
@Timeout(20)
class EdgeFeedTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration AT_ONCE = Duration.ZERO;

    @TempDir
    private Path directory;

    private EdgeFeed feed;

    @BeforeEach
    void start() throws IOException {
        feed = EdgeFeed.start(directory, (int) Files.getAttribute(directory, "unix:uid"));
    }

    @AfterEach
    void close() {
        feed.close();
    }

    private static EdgeSnapshot snapshot(long version) {
        return new EdgeSnapshot(
                version,
                Mode.ENFORCE,
                new ListenAddresses(
                        List.of(new ListenAddresses.Socket(
                                Address.parse("127.0.0.1").get(), 0)),
                        List.of(),
                        Optional.empty()),
                List.of(),
                List.of(),
                Map.of(),
                EdgeLimits.DEFAULT,
                List.of(),
                List.of(),
                List.of(),
                PendingChallenges.NONE);
    }

    /// What connects to the feed.
    private record Caller(SocketChannel channel, DataInputStream in, DataOutputStream out) implements AutoCloseable {

        /// The version of the next snapshot; empty where the feed has hung up.
        Optional<String> next() throws IOException {
            try {
                String json = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
                return Optional.of(json.replaceFirst("(?s).*\"version\"\\s*:\\s*\"?(\\d+).*", "$1"));
            } catch (EOFException _) {
                return Optional.empty();
            }
        }

        void say(String json) throws IOException {
            byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
            out.writeInt(bytes.length);
            out.write(bytes);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private Caller call() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(directory.resolve(EdgeFeed.SOCKET)));
        return new Caller(
                channel,
                new DataInputStream(Channels.newInputStream(channel)),
                new DataOutputStream(Channels.newOutputStream(channel)));
    }

    @Test
    void edge_gets_the_newest_snapshot_and_then_each_newer_one() throws Exception {
        feed.publish(snapshot(1));
        feed.publish(snapshot(2));
        try (Caller edge = call()) {
            assertThat(edge.next()).contains("2");
            feed.publish(snapshot(3));
            assertThat(edge.next()).contains("3");
            edge.say("{\"state\":\"serving\",\"version\":\"3\"}");
            assertThat(feed.await(3, PATIENCE)).isEmpty();
        }
    }

    @Test
    void edge_that_comes_again_gets_the_same_snapshot_and_is_awaited_anew() throws Exception {
        feed.publish(snapshot(1));
        try (Caller edge = call()) {
            assertThat(edge.next()).contains("1");
            edge.say("{\"state\":\"serving\",\"version\":\"1\"}");
            assertThat(feed.await(1, PATIENCE)).isEmpty();
        }
        try (Caller edge = call()) {
            assertThat(edge.next()).contains("1");
            assertThat(feed.await(1, AT_ONCE)).contains("the edge did not answer within 0 s");
            edge.say("{\"state\":\"serving\",\"version\":\"1\"}");
            assertThat(feed.await(1, PATIENCE)).isEmpty();
        }
    }

    @Test
    void newer_edge_takes_the_place_of_the_one_before() throws Exception {
        feed.publish(snapshot(1));
        try (Caller before = call()) {
            assertThat(before.next()).contains("1");
            try (Caller edge = call()) {
                assertThat(edge.next()).contains("1");
                assertThat(before.next()).isEmpty();
            }
        }
    }

    @Test
    void while_nothing_changes_the_edge_hears_that_core_lives() throws Exception {
        feed.close();
        feed = EdgeFeed.start(directory, (int) Files.getAttribute(directory, "unix:uid"), Duration.ofMillis(20));
        try (Caller early = call()) {
            assertThat(early.in().readInt()).isZero();
        }
        feed.publish(snapshot(1));
        try (Caller edge = call()) {
            assertThat(edge.next()).contains("1");
            assertThat(edge.in().readInt()).isZero();
            assertThat(edge.in().readInt()).isZero();
            feed.publish(snapshot(2));
            int length = 0;
            while (length == 0) {
                length = edge.in().readInt();
            }
            assertThat(new String(edge.in().readNBytes(length), StandardCharsets.UTF_8))
                    .contains("\"version\":2");
        }
    }

    @Test
    void what_the_edge_refuses_is_told() throws Exception {
        feed.publish(snapshot(1));
        try (Caller edge = call()) {
            assertThat(edge.next()).contains("1");
            edge.say("{\"state\":\"refused\",\"problem\":\"nothing can listen\",\"version\":\"\"}");
            assertThat(feed.await(1, PATIENCE)).contains("nothing can listen");
        }
    }

    @Test
    void garbage_is_believed_in_nothing_and_the_next_edge_is_fed() throws Exception {
        feed.publish(snapshot(1));
        for (String garbage :
                List.of("{", "[]", "\"x\"", "{\"version\":\"99999999999999999999\"}", "{\"version\":9}")) {
            try (Caller edge = call()) {
                assertThat(edge.next()).contains("1");
                edge.say(garbage);
                assertThat(feed.await(1, AT_ONCE)).as(garbage).isPresent();
            }
        }
        for (int length : new int[] {Integer.MAX_VALUE, -1}) {
            try (Caller edge = call()) {
                assertThat(edge.next()).contains("1");
                edge.out().writeInt(length);
                assertThat(edge.next()).as("hung up after %d", length).isEmpty();
            }
        }
        try (Caller edge = call()) {
            assertThat(edge.next()).contains("1");
            edge.say("{\"state\":\"serving\",\"version\":\"1\"}");
            assertThat(feed.await(1, PATIENCE)).isEmpty();
        }
    }

    @Test
    void caller_of_another_user_gets_nothing() throws Exception {
        Assumptions.assumeTrue(
                System.getProperty("user.name").equals("root"), "needs root, to make the socket another user's");
        feed.close();
        feed = EdgeFeed.start(directory, 64_917);
        feed.publish(snapshot(1));
        try (Caller stranger = call()) {
            assertThat(stranger.next()).isEmpty();
        }
    }
}
