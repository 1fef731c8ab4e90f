package io.redoubt.tls;

import io.redoubt.control.Row;
import io.redoubt.control.Severity;
import io.redoubt.control.Vantage;
import io.redoubt.control.Verdict;
import io.redoubt.control.Verdict.Unknown;
import io.redoubt.tls.certificate.CertificatePath;
import io.redoubt.tls.certificate.PathValidation;
import io.redoubt.tls.certificate.Presented;
import io.redoubt.tls.certificate.Presented.Stapling;
import io.redoubt.tls.certificate.Revocation;
import io.redoubt.tls.certificate.RevocationCheck;
import io.redoubt.tls.endpoint.AddressScan;
import io.redoubt.wire.Answer;
import io.redoubt.wire.Answer.Accepted;
import io.redoubt.wire.Answer.Obstacle;
import io.redoubt.wire.Answer.Refused;
import io.redoubt.wire.Answer.Undetermined;
import io.redoubt.wire.Handshake;
import java.time.Instant;
import java.time.InstantSource;

/// Takes the chain that is presented, builds its path, asks for revocation, and judges it as a strict client does.
final class CertificateControl extends EndpointControl<Answer<Presented>> {

    static final Row ROW = Row.of(
            "tls.certificate", "the certificate is one that every client accepts", Severity.CRITICAL, Vantage.WIRE);

    private final PathValidation paths;
    private final RevocationCheck revocations;
    private final InstantSource clock;

    CertificateControl(PathValidation paths, RevocationCheck revocations, Endpoints endpoints) {
        super(ROW, endpoints);
        this.paths = paths;
        this.revocations = revocations;
        this.clock = endpoints.clock();
    }

    @Override
    Answer<Presented> look(AddressScan address) throws InterruptedException {
        return switch (Presented.complete(address.handshake())) {
            case Accepted<Handshake>(Handshake handshake) -> {
                Instant now = clock.instant();
                CertificatePath path = paths.of(handshake.chain(), now);
                Revocation revocation =
                        revocations.of(handshake, path, address.peer().address().getAddress(), now, address.deadline());
                yield new Accepted<>(new Presented(
                        handshake.chain(),
                        handshake.stapled().isPresent() ? Stapling.PRESENT : Stapling.ABSENT,
                        path,
                        revocation));
            }
            case Refused<Handshake>(String how) -> new Refused<>(how);
            case Undetermined<Handshake>(Obstacle obstacle, String why) -> new Undetermined<>(obstacle, why);
        };
    }

    @Override
    Verdict judge(Answer<Presented> seen, Context context) {
        return switch (seen) {
            case Accepted<Presented>(Presented presented) -> new CertificateJudgement(presented, context).verdict();
            case Refused<Presented>(String how) -> new Unknown("the handshake is refused (" + how + ")", "");
            case Undetermined<Presented>(Obstacle _, String why) -> new Unknown(why, "");
        };
    }
}
