package io.redoubt.tls;

import io.redoubt.control.Deviation;
import io.redoubt.control.Row;
import io.redoubt.control.Severity;
import io.redoubt.control.Vantage;
import io.redoubt.control.Verdict;
import io.redoubt.control.Verdict.Fail;
import io.redoubt.control.Verdict.Pass;
import io.redoubt.control.Verdict.Unknown;
import io.redoubt.tls.endpoint.AddressScan;
import io.redoubt.tls.endpoint.ByVersion;
import io.redoubt.tls.endpoint.Phrase;
import io.redoubt.wire.Answer.Undetermined;
import io.redoubt.wire.Group;
import io.redoubt.wire.Group.Kind;
import io.redoubt.wire.TlsVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Finds out in which groups keys are agreed, and judges the weakest and the strongest of them.
final class KeyExchangeControl extends EndpointControl<ByVersion<List<Group>>> {

    static final Row ROW = Row.of(
            "tls.key-exchange",
            "keys are agreed in strong groups, one of them post-quantum",
            Severity.HIGH,
            Vantage.WIRE);

    /// NIST SP 800-57 part 1, table 2: what a field of 2048 bits gives.
    private static final int LEAST_BITS = 112;

    private static final int NAMED = 4;

    KeyExchangeControl(Endpoints endpoints) {
        super(ROW, endpoints);
    }

    @Override
    ByVersion<List<Group>> look(AddressScan address) throws InterruptedException {
        return address.groups();
    }

    @Override
    Verdict judge(ByVersion<List<Group>> seen, Context context) {
        Map<TlsVersion, List<Group>> accepted = seen.accepted();
        if (accepted.isEmpty()) {
            return new Unknown(seen.whyNothing(), "");
        }
        List<Group> groups =
                accepted.values().stream().flatMap(List::stream).distinct().toList();
        String open = seen.notKnown().isEmpty() ? "" : "; " + seen.notKnown();
        List<Deviation> deviations = new ArrayList<>();
        staticRsa(accepted, open, context, deviations);
        weak(groups, Kind.FINITE_FIELD, "finite field is too small", "2048 bits or more", open, context, deviations);
        weak(groups, Kind.ELLIPTIC_CURVE, "curve is too weak", "X25519, P-256 or better", open, context, deviations);
        // Only 1.3 has hybrid groups: as long as it is not known, neither is their absence.
        boolean newestKnown = !(seen.answers().get(TlsVersion.TLS_1_3) instanceof Undetermined);
        if (newestKnown && groups.stream().noneMatch(group -> group.kind() == Kind.HYBRID_POST_QUANTUM)) {
            deviations.add(new Deviation(
                    Severity.LOW,
                    "no post-quantum key exchange",
                    "X25519MLKEM768 under 1.3",
                    (accepted.containsKey(TlsVersion.TLS_1_3) ? names(groups) : "1.3 refused, " + names(groups)) + open,
                    Mend.orWaive(mend(Mend.HYBRID_GROUP, context), row().id())));
        }
        if (!deviations.isEmpty()) {
            return new Fail(deviations);
        }
        return open.isEmpty() ? new Pass(names(groups)) : new Unknown(names(groups) + open, "");
    }

    private static void staticRsa(
            Map<TlsVersion, List<Group>> accepted, String open, Context context, List<Deviation> deviations) {
        List<String> without = accepted.entrySet().stream()
                .filter(each -> each.getValue().isEmpty())
                .map(each -> each.getKey().text())
                .toList();
        if (!without.isEmpty()) {
            deviations.add(new Deviation(
                    Severity.HIGH,
                    "keys are only sent under the certificate's RSA key",
                    "ephemeral Diffie-Hellman",
                    "static RSA under " + Phrase.and(without) + open,
                    mend(Mend.SOUND_SUITES, context)));
        }
    }

    private static void weak(
            List<Group> groups,
            Kind kind,
            String summary,
            String expected,
            String open,
            Context context,
            List<Deviation> deviations) {
        List<Group> weak = groups.stream()
                .filter(group -> group.kind() == kind && group.securityBits() < LEAST_BITS)
                .toList();
        if (!weak.isEmpty()) {
            deviations.add(new Deviation(
                    Severity.HIGH, summary, expected, names(weak) + open, mend(Mend.SOUND_GROUPS, context)));
        }
    }

    private static String names(List<Group> groups) {
        return groups.isEmpty()
                ? "static RSA"
                : Phrase.few(groups.stream().map(Group::name).toList(), NAMED);
    }

    private static String mend(Mend mend, Context context) {
        return mend.text(context.product(), context.endpoint().host());
    }
}
