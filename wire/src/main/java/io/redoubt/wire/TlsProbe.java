package io.redoubt.wire;

import java.util.List;

/// Asks one peer what it accepts of TLS, by ClientHellos of its own where a library can't offer what must be tried.
///
/// Thread-safe: every question opens a connection of its own.
public final class TlsProbe {

    /// How the connection comes to speak TLS.
    public enum Opening {
        /// From the first byte.
        DIRECT,
        /// After PostgreSQL's SSLRequest.
        POSTGRESQL
    }

    private final Peer peer;
    private final Opening opening;
    private final Deadline deadline;

    public TlsProbe(Peer peer, Opening opening, Deadline deadline) {
        this.peer = peer;
        this.opening = opening;
        this.deadline = deadline;
    }

    /// Whether the peer agrees to exactly this version.
    public Answer<TlsVersion> version(TlsVersion version) throws InterruptedException {
        return new Answer.Undetermined<>(Answer.Obstacle.CANNOT_ASK, "not yet: " + peer + opening + deadline.remainingMillis());
    }

    /// Every suite that the peer accepts under this version, in the order in which it picked them.
    /// Refused where it refuses the version.
    public Answer<List<CipherSuite>> suites(TlsVersion version) throws InterruptedException {
        return new Answer.Undetermined<>(Answer.Obstacle.CANNOT_ASK, "not yet: " + peer + opening + deadline.remainingMillis());
    }

    /// Every group in which the peer agrees keys under this version. Empty where all of its key exchange is static RSA.
    public Answer<List<Group>> groups(TlsVersion version) throws InterruptedException {
        return new Answer.Undetermined<>(Answer.Obstacle.CANNOT_ASK, "not yet: " + peer + opening + deadline.remainingMillis());
    }

    /// A full handshake that offers everything.
    public Answer<Handshake> handshake() throws InterruptedException {
        return new Answer.Undetermined<>(Answer.Obstacle.CANNOT_ASK, "not yet: " + peer + opening + deadline.remainingMillis());
    }
}
