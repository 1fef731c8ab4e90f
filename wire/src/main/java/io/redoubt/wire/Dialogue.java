package io.redoubt.wire;

import io.redoubt.wire.Answer.Obstacle;
import io.redoubt.wire.HelloReply.Chosen;
import io.redoubt.wire.HelloReply.Declined;
import io.redoubt.wire.HelloReply.Reason;

/// One ClientHello and what comes of it, on a connection of its own.
final class Dialogue implements AutoCloseable {

    private final Peer peer;
    private final Connection connection;
    private final Flight flight;

    private Dialogue(Peer peer, Connection connection) {
        this.peer = peer;
        this.connection = connection;
        this.flight = new Flight(connection.input(), peer.toString());
    }

    static Dialogue open(Peer peer, Deadline deadline) throws NoAnswer, InterruptedException {
        return new Dialogue(peer, Connection.open(peer, deadline));
    }

    HelloReply say(TlsProbe.Opening opening, ClientHello hello) throws NoAnswer {
        if (opening == TlsProbe.Opening.POSTGRESQL) {
            switch (PostgresSslRequest.send(connection, peer)) {
                case Answer.Accepted<String> _ -> {
                    // TLS begins with the next byte.
                }
                case Answer.Refused<String>(String how) -> {
                    return new Declined(how, Reason.OFFER);
                }
                case Answer.Undetermined<String>(Obstacle obstacle, String why) -> throw new NoAnswer(obstacle, why);
            }
        }
        connection.output().write(hello.encode());
        return switch (flight.next()) {
            case FlightMessage.Alert alert -> new Declined(alert.text(), reason(alert));
            case FlightMessage.Handshake(int type, Bytes body) -> {
                if (type != HandshakeType.SERVER_HELLO) {
                    throw NoAnswer.notTheProtocol(peer + " began with handshake message " + type);
                }
                yield new Chosen(ServerHello.parse(body));
            }
        };
    }

    /// What follows the ServerHello, before TLS 1.3.
    Flight flight() {
        return flight;
    }

    private static Reason reason(FlightMessage.Alert alert) {
        return switch (alert.description()) {
            case FlightMessage.Alert.UNEXPECTED_MESSAGE,
                    FlightMessage.Alert.RECORD_OVERFLOW,
                    FlightMessage.Alert.ILLEGAL_PARAMETER,
                    FlightMessage.Alert.DECODE_ERROR,
                    FlightMessage.Alert.INTERNAL_ERROR -> Reason.FORM;
            default -> Reason.OFFER;
        };
    }

    @Override
    public void close() {
        connection.close();
    }
}
