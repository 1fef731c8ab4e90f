package io.redoubt.tls;

import io.redoubt.control.Deviation;
import io.redoubt.control.Row;
import io.redoubt.control.Severity;
import io.redoubt.control.Vantage;
import io.redoubt.control.Verdict;
import io.redoubt.control.Verdict.Fail;
import io.redoubt.control.Verdict.Pass;
import io.redoubt.control.Verdict.Unknown;
import io.redoubt.tls.certificate.Dates;
import io.redoubt.tls.certificate.Presented;
import io.redoubt.tls.endpoint.AddressScan;
import io.redoubt.tls.issuance.RenewalTime;
import io.redoubt.wire.Answer;
import io.redoubt.wire.Answer.Accepted;
import io.redoubt.wire.Answer.Obstacle;
import io.redoubt.wire.Answer.Refused;
import io.redoubt.wire.Answer.Undetermined;
import io.redoubt.wire.Handshake;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Counts the days that are left, so that a renewal that does not happen is seen while there is time to mend it.
final class RenewalControl extends EndpointControl<Answer<Handshake>> {

    static final Row ROW =
            Row.of("tls.renewal", "the certificate is renewed well before it ends", Severity.HIGH, Vantage.WIRE);

    private final Duration renewBefore;

    private final Supplier<List<CertificateStanding>> standings;

    /// @param standings of the certificates that Redoubt renews
    RenewalControl(Duration renewBefore, Supplier<List<CertificateStanding>> standings, Endpoints endpoints) {
        super(ROW, endpoints);
        this.standings = standings;
        this.renewBefore = renewBefore;
    }

    @Override
    Answer<Handshake> look(AddressScan address) throws InterruptedException {
        return Presented.complete(address.handshake());
    }

    @Override
    Verdict judge(Answer<Handshake> seen, Context context) {
        return switch (seen) {
            case Accepted<Handshake>(Handshake handshake) ->
                judge(handshake.chain().getFirst(), context);
            case Refused<Handshake>(String how) ->
                unseen(
                        "the handshake is refused (" + how + ")",
                        context.endpoint().host());
            case Undetermined<Handshake>(Obstacle _, String why) ->
                unseen(why, context.endpoint().host());
        };
    }

    private Unknown unseen(String why, String host) {
        return new Unknown(why, trouble(host).map(RenewalControl::cannot).orElse(""));
    }

    private static String cannot(String why) {
        return "Redoubt can't renew it: " + why;
    }

    /// What keeps Redoubt itself from renewing the certificate of a host.
    private Optional<String> trouble(String host) {
        return standings.get().stream()
                .filter(standing -> standing.covers(host))
                .flatMap(standing -> Optional.ofNullable(standing.trouble()).stream())
                .findFirst();
    }

    private Verdict judge(X509Certificate leaf, Context context) {
        Instant end = leaf.getNotAfter().toInstant();
        Duration left = Duration.between(context.at(), end);
        Duration due = RenewalTime.toBeLeft(Duration.between(leaf.getNotBefore().toInstant(), end), renewBefore);
        Optional<String> trouble = trouble(context.endpoint().host());
        if (left.compareTo(due) >= 0) {
            return new Pass("ends in " + Dates.text(left) + ", " + Dates.text(end)
                    + trouble.map(why -> "; " + cannot(why)).orElse(""));
        }
        String mend = trouble.map(RenewalControl::cannot)
                .orElseGet(() ->
                        Mend.RENEW.text(context.product(), context.endpoint().host()));
        return new Fail(List.of(
                left.isNegative()
                        ? new Deviation(
                                Severity.HIGH,
                                "certificate ended " + Dates.text(left.negated()) + " ago",
                                Dates.text(due) + " or more",
                                "ended " + Dates.text(end),
                                mend)
                        : new Deviation(
                                Severity.HIGH,
                                "certificate ends in " + Dates.text(left),
                                Dates.text(due) + " or more",
                                "ends " + Dates.text(end),
                                mend)));
    }
}
