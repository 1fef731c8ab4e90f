package io.redoubt.tls;

import io.redoubt.control.Deviation;
import io.redoubt.control.Row;
import io.redoubt.control.Severity;
import io.redoubt.control.Vantage;
import io.redoubt.control.Verdict;
import io.redoubt.control.Verdict.NotApplicable;
import io.redoubt.tls.certificate.Dates;
import io.redoubt.tls.certificate.ServerNames;
import io.redoubt.tls.endpoint.Phrase;
import io.redoubt.tls.web.StrictTransportSecurity;
import io.redoubt.tls.web.StrictTransportSecurity.Subdomains;
import io.redoubt.wire.HttpAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads what browsers are told about never coming back in the clear.
final class HstsControl extends PageControl {

    static final Row ROW =
            Row.of("tls.hsts", "browsers are told to use only HTTPS for a year", Severity.MEDIUM, Vantage.WIRE);

    private static final String HEADER = "Strict-Transport-Security";
    private static final String VALUE = "max-age=31536000; includeSubDomains";
    private static final Duration YEAR = Duration.ofDays(365);

    HstsControl(Endpoints endpoints) {
        super(ROW, endpoints);
    }

    @Override
    Verdict judge(HttpAnswer page, Context context) {
        if (ServerNames.isAddress(context.endpoint().host())) {
            return new NotApplicable("an address can't have HSTS (RFC 6797, 8.1.1)");
        }
        String mend = Mend.header(HEADER, VALUE, context.product());
        List<String> sent = page.all("strict-transport-security");
        List<Deviation> deviations = new ArrayList<>();
        if (sent.isEmpty()) {
            deviations.add(new Deviation(
                    Severity.MEDIUM,
                    "no Strict-Transport-Security",
                    VALUE,
                    "not sent on / (status " + page.status() + ")",
                    Mend.orWaive(mend, row().id())));
            return Verdict.of(deviations, "");
        }
        String observed = Phrase.few(sent.stream().map(Phrase::shown).toList(), 2);
        if (sent.size() > 1) {
            // Only the first counts for a browser (RFC 6797, section 8.1).
            deviations.add(new Deviation(
                    Severity.LOW, "HSTS is sent " + sent.size() + " times", "one header", observed, mend));
        }
        Optional<StrictTransportSecurity> policy = StrictTransportSecurity.parse(sent.getFirst());
        if (policy.isEmpty()) {
            deviations.add(
                    new Deviation(Severity.MEDIUM, "HSTS can't be read, so it is ignored", VALUE, observed, mend));
            return Verdict.of(deviations, "");
        }
        Duration maxAge = policy.get().maxAge();
        if (maxAge.isZero()) {
            deviations.add(
                    new Deviation(Severity.MEDIUM, "HSTS is switched off", "max-age=31536000 or more", observed, mend));
        } else if (maxAge.compareTo(YEAR) < 0) {
            deviations.add(new Deviation(
                    Severity.MEDIUM,
                    "HSTS holds for only " + Dates.text(maxAge),
                    "max-age=31536000 or more",
                    observed,
                    mend));
        }
        if (policy.get().subdomains() == Subdomains.LEFT_OUT) {
            deviations.add(new Deviation(
                    Severity.LOW,
                    "HSTS leaves subdomains out",
                    "includeSubDomains",
                    observed,
                    Mend.orWaive(mend, row().id())));
        }
        return Verdict.of(deviations, observed);
    }
}
