package io.redoubt.wire;

import java.util.List;
import java.util.Optional;

/// What a server sends in the clear after its ServerHello, before TLS 1.3.
///
/// @param certificates DER, as sent
/// @param stapled      the OCSP response, DER
record ServerFlight(List<byte[]> certificates, Optional<Bytes> stapled, Optional<Group> group) {

    private static final int MESSAGE_LIMIT = 8;
    private static final int OCSP = 1;

    static ServerFlight read(ServerHello hello, Flight flight, String speaker) throws NoAnswer {
        List<byte[]> certificates = List.of();
        Optional<Bytes> stapled = Optional.empty();
        Optional<Group> group = Optional.empty();
        for (int count = 0; count < MESSAGE_LIMIT; count++) {
            switch (flight.next()) {
                case FlightMessage.Alert alert ->
                    throw NoAnswer.notTheProtocol(speaker + " sent " + alert.text() + " in the middle of its flight");
                case FlightMessage.Handshake(int type, Bytes body) -> {
                    switch (type) {
                        case HandshakeType.CERTIFICATE -> certificates = CertificateChain.split(body);
                        case HandshakeType.CERTIFICATE_STATUS -> stapled = Optional.of(status(body));
                        case HandshakeType.SERVER_KEY_EXCHANGE -> group = ServerKeyExchange.group(hello.suite(), body);
                        case HandshakeType.CERTIFICATE_REQUEST -> {
                            // Whom a server trusts is its own affair.
                        }
                        case HandshakeType.SERVER_HELLO_DONE -> {
                            return new ServerFlight(certificates, stapled, group);
                        }
                        default ->
                            throw NoAnswer.notTheProtocol(
                                    speaker + " sent handshake message " + type + " after its ServerHello");
                    }
                }
            }
        }
        throw NoAnswer.notTheProtocol(speaker + " sent more than " + MESSAGE_LIMIT + " messages in its first flight");
    }

    /// What RFC 6066 calls a CertificateStatus.
    static Bytes status(Bytes body) throws NoAnswer {
        Cursor message = new Cursor(body.toArray(), "CertificateStatus");
        int type = message.u8();
        if (type != OCSP) {
            throw message.malformed("type " + type);
        }
        byte[] response = message.take(message.u24());
        message.expectEnd();
        return Bytes.copyOf(response);
    }
}
