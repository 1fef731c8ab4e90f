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
import io.redoubt.wire.CipherSuite;
import io.redoubt.wire.TlsVersion;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Lists the suites that are accepted under each version, and judges each by its name.
final class CipherSuitesControl extends EndpointControl<ByVersion<List<CipherSuite>>> {

    static final Row ROW = Row.of(
            "tls.cipher-suites",
            "every accepted cipher suite has forward secrecy and authenticated encryption",
            Severity.CRITICAL,
            Vantage.WIRE);

    private static final int NAMED = 3;

    CipherSuitesControl(Endpoints endpoints) {
        super(ROW, endpoints);
    }

    @Override
    ByVersion<List<CipherSuite>> look(AddressScan address) throws InterruptedException {
        return address.suites();
    }

    @Override
    Verdict judge(ByVersion<List<CipherSuite>> seen, Context context) {
        Map<TlsVersion, List<CipherSuite>> accepted = seen.accepted();
        if (accepted.isEmpty()) {
            return new Unknown(seen.whyNothing(), "");
        }
        Map<CipherSuite, List<String>> versions = versionsOf(accepted);
        Map<SuiteWeakness, List<CipherSuite>> weak = new EnumMap<>(SuiteWeakness.class);
        List<String> unnamed = new ArrayList<>();
        for (CipherSuite suite : versions.keySet()) {
            SuiteWeakness.of(suite)
                    .ifPresent(weakness -> weak.computeIfAbsent(weakness, _ -> new ArrayList<>())
                            .add(suite));
            if (suite.name().startsWith("0x")) {
                unnamed.add(suite.name());
            }
        }
        String open = open(seen, unnamed);
        if (!weak.isEmpty()) {
            return new Fail(weak.entrySet().stream()
                    .map(each -> deviation(each.getKey(), each.getValue(), versions, open, context))
                    .toList());
        }
        String observed = Phrase.count(versions.size(), "suite") + " under "
                + Phrase.and(accepted.keySet().stream().map(TlsVersion::text).toList());
        return open.isEmpty() ? new Pass(observed) : new Unknown(observed + open, "");
    }

    private Deviation deviation(
            SuiteWeakness weakness,
            List<CipherSuite> suites,
            Map<CipherSuite, List<String>> versions,
            String open,
            Context context) {
        List<String> under = suites.stream()
                .flatMap(suite -> versions.getOrDefault(suite, List.of()).stream())
                .distinct()
                .toList();
        String mend =
                Mend.SOUND_SUITES.text(context.product(), context.endpoint().host());
        return new Deviation(
                weakness.severity(),
                weakness.summary(),
                "ECDHE or DHE with AES-GCM, AES-CCM or ChaCha20-Poly1305",
                Phrase.few(suites.stream().map(CipherSuite::name).toList(), NAMED) + " under " + Phrase.and(under)
                        + open,
                weakness.severity() == Severity.LOW ? Mend.orWaive(mend, row().id()) : mend);
    }

    private static Map<CipherSuite, List<String>> versionsOf(Map<TlsVersion, List<CipherSuite>> accepted) {
        Map<CipherSuite, List<String>> versions = new LinkedHashMap<>();
        accepted.forEach((version, suites) -> suites.forEach(
                suite -> versions.computeIfAbsent(suite, _ -> new ArrayList<>()).add(version.text())));
        return versions;
    }

    private static String open(ByVersion<List<CipherSuite>> seen, List<String> unnamed) {
        String notKnown = seen.notKnown().isEmpty() ? "" : "; " + seen.notKnown();
        return unnamed.isEmpty() ? notKnown : notKnown + "; what is " + Phrase.few(unnamed, NAMED) + " is not known";
    }
}
