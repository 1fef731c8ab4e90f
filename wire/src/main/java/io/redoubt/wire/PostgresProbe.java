package io.redoubt.wire;

import io.redoubt.wire.Answer.Accepted;
import io.redoubt.wire.Answer.Obstacle;
import io.redoubt.wire.Answer.Refused;
import java.util.Optional;

/// Asks a PostgreSQL server, or what speaks like one, how it wants to be spoken to. No password is ever sent.
public final class PostgresProbe {

    private final Peer peer;
    private final Deadline deadline;

    public PostgresProbe(Peer peer, Deadline deadline) {
        this.peer = peer;
        this.deadline = deadline;
    }

    /// Whether the server offers TLS after an SSLRequest.
    public Answer<String> offersTls() throws InterruptedException {
        return Question.put(() -> {
            try (Connection connection = Connection.open(peer, deadline.within(Question.PATIENCE))) {
                return PostgresSslRequest.send(connection, peer);
            }
        });
    }

    /// Whether the server goes on with a start-up message in the clear. Accepted holds what it asked for next
    /// (`scram-sha-256`, `trust`), Refused its error with SQLSTATE.
    ///
    /// PostgreSQL chooses the line of pg_hba.conf by database, user, address and encryption before it looks at
    /// anything else. So the answer is about this user and this database: where [#tlsStartup] is refused too, no
    /// line is for them at all, and nothing is known about others. An error that comes after that choice (no such
    /// role or database, a failed authentication) means that plain text was let in.
    public Answer<String> plainStartup(String user, String database) throws InterruptedException {
        return Question.put(() -> {
            try (Connection connection = Connection.open(peer, deadline.within(Question.PATIENCE))) {
                return PostgresStartup.inTheClear(peer).send(connection.input(), connection.output(), user, database);
            }
        });
    }

    /// The same inside TLS, whichever certificate the server has: what plain text is compared with.
    public Answer<String> tlsStartup(String user, String database) throws InterruptedException {
        return Question.put(() -> {
            try (Connection connection = Connection.open(peer, deadline.within(Question.PATIENCE))) {
                Answer<String> offered = PostgresSslRequest.send(connection, peer);
                if (!(offered instanceof Accepted<String>)) {
                    return offered;
                }
                return switch (TlsSession.open(connection, peer, Optional.empty())) {
                    case TlsSession.Established(TlsSession session) -> {
                        Answer<String> answer =
                                PostgresStartup.insideTls(peer).send(session.input(), session.output(), user, database);
                        session.close();
                        yield answer;
                    }
                    case TlsSession.Failed(String how, TlsSession.By by, Optional<Handshake> _) ->
                        switch (by) {
                            case PEER -> new Refused<>(how);
                            case US ->
                                throw new NoAnswer(
                                        Obstacle.CANNOT_ASK,
                                        "no handshake with " + peer + " could be finished: " + how);
                        };
                };
            }
        });
    }
}
