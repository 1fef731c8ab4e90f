package io.redoubt.wire;

/// Asks a PostgreSQL server how it wants to be spoken to. No password is ever sent.
public final class PostgresProbe {

    private final Peer peer;
    private final Deadline deadline;

    public PostgresProbe(Peer peer, Deadline deadline) {
        this.peer = peer;
        this.deadline = deadline;
    }

    /// Whether the server offers TLS after an SSLRequest.
    public Answer<String> offersTls() throws InterruptedException {
        return new Answer.Undetermined<>(Answer.Obstacle.CANNOT_ASK, "not yet: " + peer + deadline.remainingMillis());
    }

    /// Whether the server goes on with a start-up message in the clear. Accepted holds what it asked for next
    /// (`scram-sha-256`, `trust`), Refused its error with SQLSTATE.
    public Answer<String> plainStartup(String user, String database) throws InterruptedException {
        return new Answer.Undetermined<>(Answer.Obstacle.CANNOT_ASK, "not yet: " + peer + deadline.remainingMillis());
    }
}
