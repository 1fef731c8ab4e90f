package io.redoubt.edge;

import java.time.Duration;

/// What clients and servers may use at most.
///
/// @param connections          at once
/// @param connectionsPerClient at once, from one address (IPv6: from one /64)
/// @param requestsPerSecond    from one client, on average; twice as many at once
/// @param targetBytes          of the request's target, 414 beyond
/// @param headBytes            of request line and fields, 431 beyond
/// @param fields               of a request, 431 beyond
/// @param bodyBytes            of a request, 413 beyond
/// @param streams              of one HTTP/2 connection at once
/// @param handshake            from accept to the end of the TLS handshake
/// @param head                 from the first byte of a request to the end of its fields
/// @param body                 between two pieces of a body, either way
/// @param idle                 between two requests
/// @param connect              to a server
/// @param answer               from the end of a request to the head of its response, 504 beyond
/// @param quiet                between two pieces of a response or of a WebSocket
/// @param total                of one exchange
public record EdgeLimits(
        int connections,
        int connectionsPerClient,
        int requestsPerSecond,
        int targetBytes,
        int headBytes,
        int fields,
        long bodyBytes,
        int streams,
        Duration handshake,
        Duration head,
        Duration body,
        Duration idle,
        Duration connect,
        Duration answer,
        Duration quiet,
        Duration total) {

    public static final EdgeLimits DEFAULT = new EdgeLimits(
            20_000,
            256,
            200,
            8 << 10,
            32 << 10,
            100,
            64L << 20,
            128,
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            Duration.ofSeconds(300),
            Duration.ofHours(1));

    private static final long BYTES_PER_SECOND = 500;
    private static final int HELD_PER_CONNECTION = 32 << 10;

    public EdgeLimits {
        boolean counted = connections > 0
                && connectionsPerClient > 0
                && requestsPerSecond > 0
                && targetBytes > 0
                && headBytes >= targetBytes
                && fields > 0
                && bodyBytes >= 0
                && streams > 0;
        if (!counted) {
            throw new IllegalArgumentException("a limit of the edge is 0, or a head is shorter than its target");
        }
    }

    /// Whether a body comes slower than 500 bytes a second on average, once it has had its time.
    ///
    /// @param taken nanoseconds
    public boolean dripping(long bytes, long taken) {
        long seconds = taken / 1_000_000_000L;
        return seconds > body.toSeconds() && bytes / seconds < BYTES_PER_SECOND;
    }

    /// How many bytes are kept in memory for the requests under way of one client.
    public long heldPerClient() {
        return (long) connectionsPerClient * HELD_PER_CONNECTION;
    }

    /// A body may be as long as this.
    public EdgeLimits withBodyBytes(long bytes) {
        return new EdgeLimits(
                connections,
                connectionsPerClient,
                requestsPerSecond,
                targetBytes,
                headBytes,
                fields,
                bytes,
                streams,
                handshake,
                head,
                body,
                idle,
                connect,
                answer,
                quiet,
                total);
    }

    /// For all clients.
    public EdgeLimits withConnections(int atOnce) {
        return new EdgeLimits(
                atOnce,
                connectionsPerClient,
                requestsPerSecond,
                targetBytes,
                headBytes,
                fields,
                bodyBytes,
                streams,
                handshake,
                head,
                body,
                idle,
                connect,
                answer,
                quiet,
                total);
    }

    /// For one client.
    public EdgeLimits withClient(int atOnce, int perSecond) {
        return new EdgeLimits(
                connections,
                atOnce,
                perSecond,
                targetBytes,
                headBytes,
                fields,
                bodyBytes,
                streams,
                handshake,
                head,
                body,
                idle,
                connect,
                answer,
                quiet,
                total);
    }

    /// How long a client may take: handshake, head, body, idle.
    public EdgeLimits withPatience(Duration handshakes, Duration heads, Duration bodies, Duration idles) {
        return new EdgeLimits(
                connections,
                connectionsPerClient,
                requestsPerSecond,
                targetBytes,
                headBytes,
                fields,
                bodyBytes,
                streams,
                handshakes,
                heads,
                bodies,
                idles,
                connect,
                answer,
                quiet,
                total);
    }

    /// How long a server may take: connect, answer, quiet; and an exchange.
    public EdgeLimits withServerPatience(Duration connects, Duration answers, Duration quiets, Duration totals) {
        return new EdgeLimits(
                connections,
                connectionsPerClient,
                requestsPerSecond,
                targetBytes,
                headBytes,
                fields,
                bodyBytes,
                streams,
                handshake,
                head,
                body,
                idle,
                connects,
                answers,
                quiets,
                totals);
    }
}
