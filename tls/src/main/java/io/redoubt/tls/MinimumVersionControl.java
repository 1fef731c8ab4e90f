package io.redoubt.tls;

import io.redoubt.control.Deviation;
import io.redoubt.control.Row;
import io.redoubt.control.Severity;
import io.redoubt.control.Vantage;
import io.redoubt.control.Verdict;
import io.redoubt.control.Verdict.Unknown;
import io.redoubt.tls.endpoint.AddressScan;
import io.redoubt.tls.endpoint.ByVersion;
import io.redoubt.tls.endpoint.Phrase;
import io.redoubt.wire.TlsVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Tries every version and judges those that are agreed to.
final class MinimumVersionControl extends EndpointControl<ByVersion<TlsVersion>> {

    static final Row ROW = Row.of(
            "tls.minimum-version",
            "no version older than the policy's minimum is accepted",
            Severity.CRITICAL,
            Vantage.WIRE);

    private final TlsVersion minimum;

    MinimumVersionControl(TlsVersion minimum, Endpoints endpoints) {
        super(ROW, endpoints);
        this.minimum = minimum;
    }

    @Override
    ByVersion<TlsVersion> look(AddressScan address) throws InterruptedException {
        return address.versions();
    }

    @Override
    Verdict judge(ByVersion<TlsVersion> seen, Context context) {
        Set<TlsVersion> accepted = seen.accepted().keySet();
        if (accepted.isEmpty()) {
            return new Unknown(seen.whyNothing(), "");
        }
        String observed = describe(seen);
        List<Deviation> deviations = deviations(seen, observed, context);
        return deviations.isEmpty() && isOpen(seen) ? new Unknown(observed, "") : Verdict.of(deviations, observed);
    }

    private List<Deviation> deviations(ByVersion<TlsVersion> seen, String observed, Context context) {
        String expected = minimum == TlsVersion.TLS_1_3 ? "1.3" : minimum.text() + " or newer";
        Mend lines = minimum == TlsVersion.TLS_1_3 ? Mend.ONLY_TLS_1_3 : Mend.ONLY_TLS_1_2_AND_1_3;
        String mend =
                Mend.orWaive(lines.text(context.product(), context.endpoint().host()), row().id());
        List<Deviation> deviations = new ArrayList<>();
        for (TlsVersion version : seen.accepted().keySet()) {
            if (!version.atLeast(minimum)) {
                deviations.add(
                        new Deviation(severity(version), name(version) + " is accepted", expected, observed, mend));
            }
        }
        if (newEnough().allMatch(version -> seen.refused().contains(version))) {
            deviations.add(
                    new Deviation(Severity.MEDIUM, name(minimum) + " is not accepted", expected, observed, mend));
        }
        return deviations;
    }

    /// Whether what is not known could be a deviation.
    private boolean isOpen(ByVersion<TlsVersion> seen) {
        boolean oldOnesKnown = Arrays.stream(TlsVersion.values())
                .filter(version -> !version.atLeast(minimum))
                .allMatch(version -> seen.refused().contains(version));
        return !oldOnesKnown || newEnough().noneMatch(seen.accepted()::containsKey);
    }

    private Stream<TlsVersion> newEnough() {
        return Arrays.stream(TlsVersion.values()).filter(version -> version.atLeast(minimum));
    }

    private static String describe(ByVersion<TlsVersion> seen) {
        List<String> parts = new ArrayList<>();
        parts.add(Phrase.and(texts(seen.accepted().keySet())) + " accepted");
        if (!seen.refused().isEmpty()) {
            parts.add(String.join(", ", texts(seen.refused())) + " refused");
        }
        if (!seen.notKnown().isEmpty()) {
            parts.add(seen.notKnown());
        }
        return String.join("; ", parts);
    }

    private static Severity severity(TlsVersion version) {
        return switch (version) {
            case SSL_3 -> Severity.CRITICAL;
            case TLS_1_0, TLS_1_1 -> Severity.HIGH;
            case TLS_1_2, TLS_1_3 -> Severity.MEDIUM;
        };
    }

    private static String name(TlsVersion version) {
        return version == TlsVersion.SSL_3 ? version.text() : "TLS " + version.text();
    }

    private static List<String> texts(Collection<TlsVersion> versions) {
        return versions.stream().map(TlsVersion::text).toList();
    }
}
