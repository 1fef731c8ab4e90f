package io.redoubt.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.policy.Address;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A snapshot that can't be served changes nothing.
@ExtendWith(NoLeaks.class)
class RefusedReloadTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: " + ServedEdge.HOST + "\r\n\r\n";

    /// Nobody else is there: a port that was free a moment ago still is.
    private static final String QUIET = "127.66.0.1";

    private static ListenAddresses.Socket loopback(int port) {
        return new ListenAddresses.Socket(Address.parse(QUIET).get(), port);
    }

    private static ServerSocket taken() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getByName(QUIET));
    }

    private static EdgeSnapshot listening(EdgeSnapshot base, long version, int... more) {
        List<ListenAddresses.Socket> https = new ArrayList<>(List.of(ServedEdge.ANY_PORT));
        for (int port : more) {
            https.add(loopback(port));
        }
        return ChangedSnapshot.of(base)
                .version(version)
                .listen(new ListenAddresses(https, base.listen().http(), Optional.empty()))
                .snapshot();
    }

    @Test
    void address_that_cannot_be_had_leaves_no_other_one_open() throws Exception {
        int free;
        try (ServerSocket socket = taken()) {
            free = socket.getLocalPort();
        }
        try (RecordingServer before = RecordingServer.ok();
                RecordingServer never = RecordingServer.ok();
                ServedEdge edge = ServedEdge.before(before.uri());
                ServerSocket taken = taken()) {
            int port = edge.port();
            EdgeSnapshot refused = listening(ServedEdge.snapshot(never.uri()), 2, free, taken.getLocalPort());
            assertThatThrownBy(() -> edge.edge().reload(refused))
                    .isInstanceOf(SnapshotException.class)
                    .hasMessageContaining("nothing can listen on " + QUIET + ":" + taken.getLocalPort());
            assertThat(edge.edge().https())
                    .singleElement()
                    .satisfies(open -> assertThat(open.getPort()).isEqualTo(port));
            assertThat(edge.edge().metrics()).hasSize(1);
            try (ServerSocket again = new ServerSocket(free, 1, InetAddress.getByName(QUIET))) {
                assertThat(again.getLocalPort()).isEqualTo(free);
            }
            try (RawClient client = RawClient.tls(port)) {
                assertThat(client.send(GET).readResponse()).startsWith("HTTP/1.1 200 ");
            }
            assertThat(before.requests()).hasSize(1);
            assertThat(never.requests()).isEmpty();
        }
    }

    @Test
    void address_that_becomes_free_is_taken_by_the_next_snapshot() throws Exception {
        try (RecordingServer server = RecordingServer.ok();
                ServedEdge edge = ServedEdge.before(server.uri())) {
            int port;
            try (ServerSocket taken = taken()) {
                port = taken.getLocalPort();
                EdgeSnapshot refused = listening(ServedEdge.snapshot(server.uri()), 2, port);
                assertThatThrownBy(() -> edge.edge().reload(refused)).isInstanceOf(SnapshotException.class);
            }
            edge.edge().reload(listening(ServedEdge.snapshot(server.uri()), 3, port));
            try (RawClient plain = RawClient.plain(new InetSocketAddress(QUIET, port));
                    RawClient client = plain.startTls(ServedEdge.HOST)) {
                assertThat(client.send(GET).readResponse()).startsWith("HTTP/1.1 200 ");
            }
        }
    }
}
