package io.redoubt.wire;

import io.redoubt.wire.ServerHello.Kind;
import java.io.ByteArrayInputStream;
import java.util.Optional;

/// The group of a handshake, found in what the server sent in the clear.
final class NegotiatedGroup {

    private static final int MESSAGE_LIMIT = 8;

    private NegotiatedGroup() {}

    /// Empty where keys were agreed in none, or the recording does not tell.
    static Optional<Group> in(byte[] recorded) {
        Flight flight = new Flight(new ByteArrayInputStream(recorded), "the server");
        try {
            ServerHello hello = null;
            for (int count = 0; count < MESSAGE_LIMIT; count++) {
                if (!(flight.next() instanceof FlightMessage.Handshake(int type, Bytes body))) {
                    return Optional.empty();
                }
                if (type == HandshakeType.SERVER_HELLO) {
                    hello = ServerHello.parse(body);
                    if (hello.kind() == Kind.CHOICE && hello.group().isPresent()) {
                        return Optional.of(GroupRegistry.of(hello.group().getAsInt()));
                    }
                } else if (type == HandshakeType.SERVER_KEY_EXCHANGE && hello != null) {
                    return ServerKeyExchange.group(hello.suite(), body);
                } else if (type == HandshakeType.SERVER_HELLO_DONE) {
                    return Optional.empty();
                }
            }
        } catch (NoAnswer _) {
            // The library has read the same and made sense of it; what it did not say stays open.
        }
        return Optional.empty();
    }
}
