package io.redoubt.edge.upstream;

import io.redoubt.edge.limit.Client;
import java.util.HashMap;
import java.util.Map;

/// How many of the connections to a server each client has, and how many places in the queue for one. While there is
/// plenty of either, a client may have what it likes; the last quarter is for those who have less than an eighth.
/// Belongs to one event loop.
final class Shares {

    private static final int RESERVED = 4;
    private static final int PART = 8;
    /// Of so few nothing can be put aside.
    private static final int SMALL = 16;

    private final int connections;
    private final int waiters;
    private final Map<Client, Integer> used = new HashMap<>();
    private final Map<Client, Integer> waiting = new HashMap<>();
    private int inUse;
    private int inQueue;

    Shares(int connections, int waiters) {
        this.connections = connections;
        this.waiters = waiters;
    }

    /// Whether the client may use one more connection.
    boolean mayUse(Client client) {
        return may(inUse, connections, used.getOrDefault(client, 0));
    }

    void use(Client client) {
        inUse++;
        used.merge(client, 1, Integer::sum);
    }

    void done(Client client) {
        inUse--;
        used.computeIfPresent(client, (_, count) -> count == 1 ? null : count - 1);
    }

    /// Whether the client may wait once more.
    boolean mayWait(Client client) {
        return may(inQueue, waiters, waiting.getOrDefault(client, 0));
    }

    private static boolean may(int all, int most, int own) {
        int reserved = most < SMALL ? 0 : most / RESERVED;
        return all < most - reserved || own < Math.max(1, most / PART);
    }

    void await(Client client) {
        inQueue++;
        waiting.merge(client, 1, Integer::sum);
    }

    void awaited(Client client) {
        inQueue--;
        waiting.computeIfPresent(client, (_, count) -> count == 1 ? null : count - 1);
    }
}
