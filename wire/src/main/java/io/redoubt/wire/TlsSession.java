package io.redoubt.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.Optional;
import org.bouncycastle.tls.ProtocolName;
import org.bouncycastle.tls.TlsClientProtocol;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsFatalAlertReceived;

/// A TLS connection on which the handshake was finished, by BouncyCastle's own TLS: the JDK's disables old versions,
/// and silently passes over groups that it does not know.
final class TlsSession {

    /// How a handshake ended.
    sealed interface Outcome {}

    record Established(TlsSession session) implements Outcome {}

    /// @param partial what the server had shown of itself until then
    record Failed(String how, By by, Optional<Handshake> partial) implements Outcome {}

    /// Who ended a handshake.
    enum By {
        PEER,
        US
    }

    private final TlsClientProtocol protocol;
    private final Handshake handshake;

    private TlsSession(TlsClientProtocol protocol, Handshake handshake) {
        this.protocol = protocol;
        this.handshake = handshake;
    }

    /// @param protocolName of the application, to be offered by ALPN
    static Outcome open(Connection connection, Peer peer, Optional<ProtocolName> protocolName) throws NoAnswer {
        RecordedInput input = new RecordedInput(connection.input());
        TlsClientProtocol protocol = new TlsClientProtocol(input, connection.output());
        OfferAllClient client =
                new OfferAllClient(new UnjudgingCrypto(new SecureRandom()), ServerNames.of(peer.host()), protocolName);
        try {
            protocol.connect(client);
            Optional<Handshake> seen = seen(client, input, true);
            return seen.isPresent()
                    ? new Established(new TlsSession(protocol, seen.get()))
                    : new Failed("no certificate was sent", By.US, Optional.empty());
        } catch (NoAnswer e) {
            throw e;
        } catch (TlsFatalAlertReceived e) {
            FlightMessage.Alert alert = new FlightMessage.Alert(2, e.getAlertDescription());
            return new Failed(alert.text(), By.PEER, seen(client, input, false));
        } catch (TlsFatalAlert e) {
            if (e.getCause() instanceof NoAnswer limit) {
                throw limit;
            }
            FlightMessage.Alert alert = new FlightMessage.Alert(2, e.getAlertDescription());
            return failedHere("our " + alert.text(), client, input, peer);
        } catch (IOException | RuntimeException e) {
            return failedHere(Excerpt.of(String.valueOf(e.getMessage())), client, input, peer);
        }
    }

    /// The library says that it failed; what came over the wire says why.
    private static Failed failedHere(String how, OfferAllClient client, RecordedInput input, Peer peer)
            throws NoAnswer {
        Optional<Handshake> seen = seen(client, input, false);
        if (seen.isEmpty() && input.isTelling()) {
            Flight flight = new Flight(new ByteArrayInputStream(input.recorded()), peer.toString());
            if (flight.next() instanceof FlightMessage.Handshake(int type, Bytes body)
                    && type == HandshakeType.SERVER_HELLO) {
                ServerHello.parse(body);
            }
        }
        return new Failed(how, By.US, seen);
    }

    /// The group is read from the wire: the library does not tell it before TLS 1.3.
    private static Optional<Handshake> seen(OfferAllClient client, RecordedInput input, boolean completed)
            throws NoAnswer {
        Optional<TlsVersion> version = TlsVersion.ofCode(client.versionCode());
        if (version.isEmpty() || client.certificates().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Handshake(
                version.get(),
                CipherSuiteRegistry.of(client.suiteCode()),
                NegotiatedGroup.in(input.recorded()),
                CertificateChain.parse(client.certificates()),
                client.stapled(),
                completed));
    }

    Handshake handshake() {
        return handshake;
    }

    InputStream input() {
        return protocol.getInputStream();
    }

    OutputStream output() {
        return protocol.getOutputStream();
    }

    /// Says good-bye; the connection below is its owner's to close.
    void close() {
        try {
            protocol.close();
        } catch (IOException | RuntimeException _) {
            // The peer has gone first.
        }
    }
}
