package io.redoubt.tls;

import io.redoubt.control.Deviation;
import io.redoubt.control.Row;
import io.redoubt.control.Severity;
import io.redoubt.control.Vantage;
import io.redoubt.control.Verdict;
import io.redoubt.control.Verdict.Fail;
import io.redoubt.control.Verdict.NotApplicable;
import io.redoubt.control.Verdict.Pass;
import io.redoubt.control.Verdict.Unknown;
import io.redoubt.tls.endpoint.AddressScan;
import io.redoubt.tls.endpoint.AddressScan.PlainAndTls;
import io.redoubt.tls.endpoint.Phrase;
import io.redoubt.tls.web.Redirect;
import io.redoubt.wire.Answer;
import io.redoubt.wire.Answer.Accepted;
import io.redoubt.wire.Answer.Obstacle;
import io.redoubt.wire.Answer.Refused;
import io.redoubt.wire.Answer.Undetermined;
import io.redoubt.wire.HttpAnswer;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Asks in the clear, and judges where that leads.
final class HttpRedirectControl extends EndpointControl<PlainAndTls> {

    static final Row ROW =
            Row.of("tls.http-redirect", "plain HTTP does nothing but lead to HTTPS", Severity.HIGH, Vantage.WIRE);

    HttpRedirectControl(Endpoints endpoints) {
        super(ROW, endpoints);
    }

    @Override
    PlainAndTls look(AddressScan address) throws InterruptedException {
        return address.plainAndTls();
    }

    @Override
    Verdict judge(PlainAndTls seen, Context context) {
        if (context.endpoint().plain().isEmpty()) {
            return new NotApplicable("no port for plain HTTP is known");
        }
        int port = context.endpoint().plain().getAsInt();
        return switch (seen.plain()) {
            case Accepted<HttpAnswer>(HttpAnswer plain) -> judge(plain, seen.tls(), context, port);
            case Refused<HttpAnswer>(String how) -> new Unknown(how, "");
            case Undetermined<HttpAnswer>(Obstacle obstacle, String why) -> {
                if (obstacle == Obstacle.CONNECTION_REFUSED) {
                    yield new NotApplicable("nothing listens on port " + port);
                }
                // Filtered: but only where the host is known to be there.
                yield obstacle == Obstacle.UNREACHABLE && seen.tls() instanceof Accepted
                        ? new NotApplicable("port " + port + " is closed to connections from here")
                        : new Unknown(why, "");
            }
        };
    }

    private static Verdict judge(HttpAnswer plain, Answer<HttpAnswer> tls, Context context, int port) {
        String expected = "a redirect to https://" + authority(context.endpoint());
        String mend = Mend.REDIRECT.text(context.product(), context.endpoint().host());
        String observed = observed(plain, port);
        if (!Redirect.isOne(plain)) {
            return plain.status() < 300
                    ? fails(Severity.HIGH, "plain HTTP is answered with content", expected, observed, mend)
                    : fails(Severity.LOW, "plain HTTP is not redirected", expected, observed, mend);
        }
        Optional<Redirect> redirect =
                Redirect.of(plain, url("http", context.endpoint().host(), port));
        if (redirect.isEmpty()) {
            return fails(Severity.MEDIUM, "plain HTTP is redirected to nowhere", expected, observed, mend);
        }
        if (!redirect.get().scheme().equals("https")) {
            return fails(Severity.MEDIUM, "plain HTTP is redirected to plain HTTP", expected, observed, mend);
        }
        if (!redirect.get().host().equals(context.endpoint().host().toLowerCase(Locale.ROOT))) {
            return fails(Severity.LOW, "plain HTTP is redirected to another host", expected, observed, mend);
        }
        if (redirect.get().port() != context.endpoint().port()) {
            return fails(Severity.LOW, "plain HTTP is redirected to another port", expected, observed, mend);
        }
        if (leadsBack(tls, context.endpoint())) {
            return fails(
                    Severity.HIGH,
                    "HTTPS is redirected back to plain HTTP",
                    "an answer inside TLS",
                    observed + ", and from there back",
                    "let / answer inside TLS; behind a proxy, have the application heed X-Forwarded-Proto");
        }
        return new Pass(observed);
    }

    private static boolean leadsBack(Answer<HttpAnswer> tls, Endpoint endpoint) {
        return tls instanceof Accepted<HttpAnswer>(HttpAnswer page)
                && Redirect.of(page, url("https", endpoint.host(), endpoint.port()))
                        .filter(redirect -> redirect.scheme().equals("http"))
                        .isPresent();
    }

    private static Verdict fails(Severity severity, String summary, String expected, String observed, String mend) {
        return new Fail(List.of(new Deviation(severity, summary, expected, observed, mend)));
    }

    private static String observed(HttpAnswer plain, int port) {
        String where = plain.all("location").isEmpty()
                ? ""
                : " to "
                        + Phrase.few(
                                plain.all("location").stream()
                                        .map(Phrase::shown)
                                        .toList(),
                                2);
        return plain.status() + where + " on port " + port;
    }

    private static String authority(Endpoint endpoint) {
        return url("https", endpoint.host(), endpoint.port()).getAuthority();
    }

    private static URI url(String scheme, String host, int port) {
        String literal = host.contains(":") ? "[" + host + "]" : host;
        boolean isOwnPort = port == (scheme.equals("https") ? 443 : 80);
        return URI.create(scheme + "://" + literal + (isOwnPort ? "" : ":" + port) + "/");
    }
}
