package io.redoubt.edge;

import io.redoubt.policy.Durations;
import io.redoubt.policy.Key;
import io.redoubt.policy.Shape;
import io.redoubt.policy.Sizes;
import io.redoubt.policy.Texts;
import java.time.Duration;
import java.util.List;

/// How [EdgeLimits] are written in a policy.
final class LimitsShape {

    private static final Key<Integer> CONNECTIONS = Key.of(
            "connections", Texts.number("a number of connections", 1, 1_000_000), "20000", "at once, of all clients");
    private static final Key<Integer> CONNECTIONS_PER_CLIENT = Key.of(
            "connections-per-client",
            Texts.number("a number of connections", 1, 1_000_000),
            "256",
            "at once; a client is an address, in IPv6 a /64");
    private static final Key<Integer> REQUESTS_PER_SECOND = Key.of(
            "requests-per-second",
            Texts.number("a number of requests", 1, 1_000_000),
            "200",
            "of one client, on average; twice as many at once; 429 beyond");
    private static final Key<Long> TARGET =
            Key.of("target-size", Sizes.between("256B", "16KiB"), "8KiB", "of path and query; 414 beyond");
    // No target fits into no head.
    private static final Key<Long> HEAD =
            Key.of("head-size", Sizes.between("16KiB", "256KiB"), "32KiB", "of request line and fields; 431 beyond");
    private static final Key<Integer> FIELDS =
            Key.of("fields", Texts.number("a number of fields", 10, 1_000), "100", "of a request; 431 beyond");
    private static final Key<Long> BODY =
            Key.of("body-size", Sizes.TYPE, "64MiB", "of a request; 413 beyond; a route may have its own");
    private static final Key<Integer> STREAMS =
            Key.of("streams", Texts.number("a number of streams", 1, 1_000), "128", "of one HTTP/2 connection at once");
    private static final Key<Duration> HANDSHAKE =
            time("handshake-time", "10s", "from accept to the end of the TLS handshake");
    private static final Key<Duration> HEAD_TIME =
            time("head-time", "10s", "from the first byte of a request to the end of its fields; 408 beyond");
    private static final Key<Duration> BODY_TIME =
            time("body-time", "30s", "between two pieces of a body, either way; 408 beyond");
    private static final Key<Duration> IDLE = time("idle-time", "60s", "between two requests");
    private static final Key<Duration> CONNECT = time("connect-time", "5s", "to a server; 502 beyond");
    private static final Key<Duration> ANSWER =
            time("answer-time", "60s", "from the end of a request to the head of its response; 504 beyond");
    private static final Key<Duration> QUIET =
            time("quiet-time", "300s", "between two pieces of a response or of a WebSocket");
    private static final Key<Duration> TOTAL = time("total-time", "1h", "of one request and its response");

    static final Shape<EdgeLimits> SHAPE = Shape.of(
            "the limits of the edge",
            List.of(
                    CONNECTIONS,
                    CONNECTIONS_PER_CLIENT,
                    REQUESTS_PER_SECOND,
                    TARGET,
                    HEAD,
                    FIELDS,
                    BODY,
                    STREAMS,
                    HANDSHAKE,
                    HEAD_TIME,
                    BODY_TIME,
                    IDLE,
                    CONNECT,
                    ANSWER,
                    QUIET,
                    TOTAL),
            values -> new EdgeLimits(
                    values.get(CONNECTIONS),
                    values.get(CONNECTIONS_PER_CLIENT),
                    values.get(REQUESTS_PER_SECOND),
                    Math.toIntExact(values.get(TARGET)),
                    Math.toIntExact(values.get(HEAD)),
                    values.get(FIELDS),
                    values.get(BODY),
                    values.get(STREAMS),
                    values.get(HANDSHAKE),
                    values.get(HEAD_TIME),
                    values.get(BODY_TIME),
                    values.get(IDLE),
                    values.get(CONNECT),
                    values.get(ANSWER),
                    values.get(QUIET),
                    values.get(TOTAL)));

    private LimitsShape() {}

    private static Key<Duration> time(String name, String otherwise, String about) {
        return Key.of(
                name,
                Durations.TYPE.where(
                        time -> time.compareTo(Duration.ofDays(1)) <= 0, "is longer than a day", "use 1d or less"),
                otherwise,
                about);
    }
}
