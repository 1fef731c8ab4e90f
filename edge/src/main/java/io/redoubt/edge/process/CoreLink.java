package io.redoubt.edge.process;

import io.redoubt.edge.Edge;
import io.redoubt.edge.EdgePorts;
import io.redoubt.edge.EdgeSettings;
import io.redoubt.edge.EdgeSnapshot;
import io.redoubt.edge.SnapshotException;
import io.redoubt.policy.Json;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The edge's end of the Unix socket to core. Frames either way are a length (four octets, big-endian) and JSON: core
/// sends snapshots, the edge tells of each whether it serves it. An empty frame says that core lives, and is not
/// answered. Without core the edge goes on with the last snapshot and tries again: at once, because both start
/// together, and ever more seldom up to a second.
final class CoreLink {

    private static final long SHORTEST_PAUSE_MILLIS = 5;
    private static final long LONGEST_PAUSE_MILLIS = 1_000;

    /// Of the time that it has waited already, a pause takes this part.
    private static final long PART = 20;

    private final Path socket;
    private final EdgeSettings settings;
    private final EdgePorts ports;
    private final CoreContact contact;
    private volatile @Nullable Edge edge;

    /// @param ports believed as long as core is heard of
    CoreLink(Path socket, EdgeSettings settings, EdgePorts ports, CoreContact contact) {
        this.socket = socket;
        this.settings = settings;
        this.ports = contact.guard(ports);
        this.contact = contact;
    }

    /// Until it is interrupted; the edge serves on.
    void run() throws InterruptedException {
        // Meanwhile the core opens its store.
        Edge.prepare();
        long alone = System.nanoTime();
        while (true) {
            if (meet()) {
                alone = System.nanoTime();
            }
            long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - alone);
            TimeUnit.MILLISECONDS.sleep(pauseMillis(waited));
        }
    }

    /// @param waited milliseconds already
    static long pauseMillis(long waited) {
        return Math.clamp(waited / PART, SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS);
    }

    /// What serves, once core has sent a snapshot.
    @Nullable
    Edge edge() {
        return edge;
    }

    /// Has the edge, if there is one, serve what it has accepted, and ends it.
    void drain(Duration within) {
        Edge running = edge;
        if (running != null) {
            running.drain(within);
        }
    }

    /// Takes what core sends until it goes.
    ///
    /// @return whether it was there
    private boolean meet() {
        boolean there = false;
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            there = true;
            serve(
                    new DataInputStream(Channels.newInputStream(channel)),
                    new DataOutputStream(Channels.newOutputStream(channel)));
        } catch (IOException _) {
            // It has gone, or has not come yet.
        }
        return there;
    }

    private void serve(DataInputStream in, DataOutputStream out) throws IOException {
        while (true) {
            int length = in.readInt();
            if (length < 0 || length > EdgeSnapshot.MAXIMUM_BYTES) {
                throw new IOException("a frame is too long");
            }
            byte[] frame = in.readNBytes(length);
            contact.heard();
            if (length == 0) {
                continue;
            }
            byte[] answer = take(frame).getBytes(StandardCharsets.UTF_8);
            out.writeInt(answer.length);
            out.write(answer);
            out.flush();
        }
    }

    private String take(byte[] json) {
        Map<String, Object> answer = new LinkedHashMap<>();
        try {
            EdgeSnapshot snapshot = EdgeSnapshot.decode(json);
            Edge running = edge;
            if (running == null) {
                edge = Edge.start(snapshot, ports, settings);
            } else {
                running.reload(snapshot);
            }
            answer.put("state", "serving");
        } catch (SnapshotException e) {
            answer.put("state", "refused");
            answer.put("problem", String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // A fault of ours must not end an edge that serves; what its message holds is not known.
            answer.put("state", "refused");
            answer.put("problem", "the edge failed on it: " + e.getClass().getSimpleName());
        }
        Edge running = edge;
        answer.put("version", running == null ? "" : String.valueOf(running.version()));
        return Json.compact(answer);
    }
}
