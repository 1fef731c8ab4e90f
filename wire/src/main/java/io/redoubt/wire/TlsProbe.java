package io.redoubt.wire;

import io.redoubt.wire.Answer.Accepted;
import io.redoubt.wire.Answer.Refused;
import io.redoubt.wire.Answer.Undetermined;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Asks one peer what it accepts of TLS, by ClientHellos of its own where a library can't offer what must be tried.
///
/// A peer that closes the connection on a ClientHello, without a byte, has refused where it has answered another one;
/// where it never has, nothing is known.
///
/// Thread-safe: every question opens connections of its own. What a question establishes, later ones build on.
public final class TlsProbe {

    /// How the connection comes to speak TLS.
    public enum Opening {
        /// From the first byte.
        DIRECT,
        /// After PostgreSQL's SSLRequest.
        POSTGRESQL
    }

    private final HelloAsker asker;
    private final FullHandshake fullHandshake;
    private final Map<TlsVersion, VersionEstablished> established = new ConcurrentHashMap<>();

    public TlsProbe(Peer peer, Opening opening, Deadline deadline) {
        this.asker = new HelloAsker(peer, opening, deadline);
        this.fullHandshake = new FullHandshake(asker, peer, opening, deadline);
    }

    /// Whether the peer agrees to exactly this version. A HelloRetryRequest agrees to 1.3.
    public Answer<TlsVersion> version(TlsVersion version) throws InterruptedException {
        return Question.put(() -> establish(version).answer());
    }

    /// Every suite that the peer accepts under this version, in the order in which it picked them.
    /// Refused where it refuses the version.
    ///
    /// Suites that need a secret shared before (PSK, SRP, Kerberos) are not offered.
    public Answer<List<CipherSuite>> suites(TlsVersion version) throws InterruptedException {
        return whereAccepted(version, stands -> new SuiteEnumeration(asker, version, stands).run());
    }

    /// Every group in which the peer agrees keys under this version. Empty where all of its key exchange is static.
    /// Refused where it refuses the version.
    public Answer<List<Group>> groups(TlsVersion version) throws InterruptedException {
        return whereAccepted(version, stands -> switch (version) {
            case TLS_1_3 -> new RetryGroupEnumeration(asker).run();
            case TLS_1_2, TLS_1_1, TLS_1_0, SSL_3 -> new KeyExchangeEnumeration(asker, version).run();
        });
    }

    /// A full handshake that offers everything. Any certificate is accepted: it is judged elsewhere.
    ///
    /// Where it can't be finished (SSLv3, RC4, a client certificate wanted), what the server sent in the clear.
    public Answer<Handshake> handshake() throws InterruptedException {
        return Question.put(fullHandshake);
    }

    @FunctionalInterface
    private interface Enumeration<T> {
        List<T> run(VersionEstablished.Stands stands) throws NoAnswer, InterruptedException;
    }

    private <T> Answer<List<T>> whereAccepted(TlsVersion version, Enumeration<T> enumeration)
            throws InterruptedException {
        return Question.put(() -> {
            VersionEstablished known = establish(version);
            return switch (known.answer()) {
                case Accepted<TlsVersion> _ -> new Accepted<>(enumeration.run(known.stands()));
                case Refused<TlsVersion>(String how) -> new Refused<>(how);
                case Undetermined<TlsVersion>(Answer.Obstacle obstacle, String why) ->
                    new Undetermined<>(obstacle, why);
            };
        });
    }

    private VersionEstablished establish(TlsVersion version) throws NoAnswer, InterruptedException {
        VersionEstablished known = established.get(version);
        if (known == null) {
            known = new VersionQuestion(asker, version).ask();
            established.put(version, known);
        }
        return known;
    }
}
