package io.redoubt.wire;

import java.io.ByteArrayInputStream;

/// What hostile bytes go through. Tells whether they were understood; throws nothing that a peer could provoke.
final class WireFuzz {

    private static final int BODY_LIMIT = 1000;

    private WireFuzz() {}

    static boolean serverFlight(byte[] bytes) {
        Flight flight = new Flight(new ByteArrayInputStream(bytes), "the server");
        try {
            if (!(flight.next() instanceof FlightMessage.Handshake(int type, Bytes body))
                    || type != HandshakeType.SERVER_HELLO) {
                return false;
            }
            ServerHello hello = ServerHello.parse(body);
            if (hello.version() != TlsVersion.TLS_1_3.code()) {
                CertificateChain.parse(
                        ServerFlight.read(hello, flight, "the server").certificates());
            }
            return true;
        } catch (NoAnswer _) {
            return false;
        }
    }

    static boolean httpResponse(byte[] bytes) {
        Peer peer = Loopback.peer(1);
        try {
            HttpAnswer answer = new HttpResponseReader(
                            new PeerInput(new ByteArrayInputStream(bytes), peer), peer, BODY_LIMIT)
                    .read();
            if (answer.body().length() > BODY_LIMIT || answer.headers().size() > 100) {
                throw new AssertionError("beyond the limits");
            }
            return true;
        } catch (NoAnswer _) {
            return false;
        }
    }
}
