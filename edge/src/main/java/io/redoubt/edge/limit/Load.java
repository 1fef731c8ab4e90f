package io.redoubt.edge.limit;

import java.util.concurrent.atomic.AtomicLong;

/// What is kept in memory for requests under way, for all clients: heads, bodies that wait for a server, and streams. A
/// client that makes requests and never takes the answers fills it, and nothing but its own part of it. Safe for many
/// threads.
public final class Load {

    private final long most;
    private final AtomicLong held = new AtomicLong();

    /// @param most bytes, for all clients
    public Load(long most) {
        this.most = most;
    }

    /// What came of asking for room.
    public enum Room {
        TAKEN,
        CLIENT_IS_FULL,
        EDGE_IS_FULL
    }

    /// @param mostOfOne bytes, for one client
    public Room take(Client client, long bytes, long mostOfOne) {
        if (!client.hold(bytes, mostOfOne)) {
            return Room.CLIENT_IS_FULL;
        }
        if (held.addAndGet(bytes) > most) {
            give(client, bytes);
            return Room.EDGE_IS_FULL;
        }
        return Room.TAKEN;
    }

    /// @param bytes that were taken
    public void give(Client client, long bytes) {
        held.addAndGet(-bytes);
        client.let(bytes);
    }
}
