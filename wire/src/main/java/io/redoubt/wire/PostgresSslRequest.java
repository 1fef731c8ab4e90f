package io.redoubt.wire;

import io.redoubt.wire.Answer.Accepted;
import io.redoubt.wire.Answer.Obstacle;
import io.redoubt.wire.Answer.Refused;

/// PostgreSQL's question whether TLS may begin (PostgreSQL documentation, "SSL Session Encryption").
final class PostgresSslRequest {

    private static final int CODE = 80877103;

    private PostgresSslRequest() {}

    /// After Accepted, TLS begins with the next byte on either side.
    static Answer<String> send(Connection connection, Peer peer) throws NoAnswer {
        connection
                .output()
                .write(new Sink().u16(0).u16(8).u16(CODE >>> 16).u16(CODE).toBytes());
        int answer = connection.input().read();
        return switch (answer) {
            case 'S' -> new Accepted<>("TLS");
            case 'N' -> new Refused<>("answered N to SSLRequest: no TLS here");
            case 'E' ->
                new Refused<>(PostgresError.readAfterType(new PeerInput(connection.input(), peer))
                        .text());
            case -1 -> throw new NoAnswer(Obstacle.CLOSED, peer + " closed the connection without an answer");
            default ->
                throw NoAnswer.notTheProtocol(
                        peer + " answered " + Excerpt.of(new byte[] {(byte) answer}) + " to a PostgreSQL SSLRequest");
        };
    }
}
