package io.redoubt.wire;

import io.redoubt.wire.Answer.Accepted;
import io.redoubt.wire.Answer.Obstacle;
import io.redoubt.wire.Answer.Refused;
import io.redoubt.wire.ClientHello.Shares;
import io.redoubt.wire.ClientHello.Stapling;
import io.redoubt.wire.HelloReply.Chosen;
import io.redoubt.wire.HelloReply.Declined;
import java.util.List;
import java.util.Optional;

/// The best handshake that a client which offers everything gets: finished where a library can, else read from what the
/// server sends in the clear.
final class FullHandshake implements Question<Handshake> {

    private final HelloAsker asker;
    private final Peer peer;
    private final TlsProbe.Opening opening;
    private final Deadline deadline;

    FullHandshake(HelloAsker asker, Peer peer, TlsProbe.Opening opening, Deadline deadline) {
        this.asker = asker;
        this.peer = peer;
        this.opening = opening;
        this.deadline = deadline;
    }

    @Override
    public Answer<Handshake> ask() throws NoAnswer, InterruptedException {
        TlsSession.Outcome outcome;
        try {
            outcome = finished();
        } catch (NoAnswer e) {
            // Some servers close the connection where others would say that no suite suits them.
            if (e.obstacle() != Obstacle.CLOSED || Thread.currentThread().isInterrupted()) {
                throw e;
            }
            return inTheClear().orElseThrow(() -> e);
        }
        return switch (outcome) {
            case TlsSession.Established(TlsSession session) -> {
                session.close();
                yield new Accepted<>(session.handshake());
            }
            case TlsSession.Failed(String how, TlsSession.By by, Optional<Handshake> partial) -> {
                if (partial.isPresent()) {
                    yield new Accepted<>(partial.get());
                }
                Optional<Answer<Handshake>> clear = inTheClear();
                if (clear.isPresent()) {
                    yield clear.get();
                }
                yield switch (by) {
                    case PEER -> new Refused<>(how);
                    case US ->
                        throw new NoAnswer(
                                Obstacle.CANNOT_ASK, "no handshake with " + peer + " could be finished: " + how);
                };
            }
        };
    }

    private TlsSession.Outcome finished() throws NoAnswer, InterruptedException {
        try (Connection connection = Connection.open(peer, deadline.within(PATIENCE))) {
            if (opening == TlsProbe.Opening.POSTGRESQL) {
                switch (PostgresSslRequest.send(connection, peer)) {
                    case Accepted<String> _ -> {
                        // TLS begins with the next byte.
                    }
                    case Refused<String>(String how) -> {
                        return new TlsSession.Failed(how, TlsSession.By.PEER, Optional.empty());
                    }
                    case Answer.Undetermined<String>(Obstacle obstacle, String why) ->
                        throw new NoAnswer(obstacle, why);
                }
            }
            return TlsSession.open(connection, peer, Optional.empty());
        }
    }

    /// Empty where the server refuses this too.
    private Optional<Answer<Handshake>> inTheClear() throws NoAnswer, InterruptedException {
        for (TlsVersion version : List.of(TlsVersion.TLS_1_2, TlsVersion.SSL_3)) {
            ClientHello hello = new ClientHello(
                    version,
                    CipherSuiteRegistry.offeredIn(version),
                    HelloAsker.groupsOf(version),
                    Shares.NONE,
                    Stapling.ASKED,
                    ServerNames.of(peer.host()));
            try {
                Optional<Handshake> read = asker.ask(hello, this::readFlight);
                if (read.isPresent()) {
                    return Optional.of(new Accepted<>(read.get()));
                }
            } catch (NoAnswer e) {
                if (e.obstacle() != Obstacle.CLOSED || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Handshake> readFlight(HelloReply reply, Dialogue dialogue) throws NoAnswer {
        return switch (reply) {
            case Declined _ -> Optional.empty();
            case Chosen(ServerHello hello) -> Optional.of(readFlight(hello, dialogue));
        };
    }

    private Handshake readFlight(ServerHello hello, Dialogue dialogue) throws NoAnswer {
        TlsVersion version = TlsVersion.ofCode(hello.version())
                .filter(known -> known != TlsVersion.TLS_1_3)
                .orElseThrow(() -> NoAnswer.notTheProtocol(
                        peer + " answered with " + hello.versionText() + ", which was not offered"));
        ServerFlight flight = ServerFlight.read(hello, dialogue.flight(), peer.toString());
        return new Handshake(
                version,
                hello.suite(),
                flight.group(),
                CertificateChain.parse(flight.certificates()),
                flight.stapled(),
                false);
    }
}
