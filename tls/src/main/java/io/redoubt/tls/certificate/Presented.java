package io.redoubt.tls.certificate;

import io.redoubt.wire.Answer;
import io.redoubt.wire.Answer.Accepted;
import io.redoubt.wire.Answer.Obstacle;
import io.redoubt.wire.Answer.Undetermined;
import io.redoubt.wire.Handshake;
import java.security.cert.X509Certificate;
import java.util.List;

/// The chain that an address presented, held against trust and revocation.
///
/// @param chain as it was sent, the leaf first, never empty
public record Presented(List<X509Certificate> chain, Stapling stapling, CertificatePath path, Revocation revocation) {

    /// Whether an OCSP response came with it, whatever it says.
    public enum Stapling {
        PRESENT,
        ABSENT
    }

    public Presented {
        chain = List.copyOf(chain);
    }

    /// A handshake whose chain can be judged, or why there is none.
    public static Answer<Handshake> complete(Answer<Handshake> handshake) {
        return handshake instanceof Accepted<Handshake>(Handshake seen)
                        && seen.chain().isEmpty()
                ? new Undetermined<>(Obstacle.NOT_THE_PROTOCOL, "no certificate was presented")
                : handshake;
    }
}
