package io.redoubt.tls;

import io.redoubt.control.Deviation;
import io.redoubt.control.Row;
import io.redoubt.control.Severity;
import io.redoubt.control.Vantage;
import io.redoubt.control.Verdict;
import io.redoubt.control.Verdict.NotApplicable;
import io.redoubt.tls.endpoint.Phrase;
import io.redoubt.tls.web.SetCookie;
import io.redoubt.wire.HttpAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Reads the attributes of the cookies that `/` sets. Values are never kept.
final class CookiesControl extends PageControl {

    static final Row ROW = Row.of(
            "tls.cookies",
            "cookies travel only inside TLS, and out of reach of scripts and other sites",
            Severity.MEDIUM,
            Vantage.WIRE);

    private static final int NAMED = 4;

    /// One way in which a cookie is weak.
    private record Weakness(Severity severity, String summary, String expected, Predicate<SetCookie> has) {}

    private static final List<Weakness> WEAKNESSES = List.of(
            new Weakness(Severity.MEDIUM, "cookie without Secure", "Secure", cookie -> !cookie.isSecure()),
            new Weakness(
                    Severity.MEDIUM,
                    "cookie whose prefix browsers reject",
                    "__Host-: Secure, Path=/, no Domain; __Secure-: Secure",
                    SetCookie::breaksItsPrefix),
            new Weakness(
                    Severity.MEDIUM,
                    "cookie with SameSite=None but without Secure",
                    "SameSite=Lax, or None with Secure",
                    cookie -> cookie.sameSite().equals(Optional.of("none")) && !cookie.isSecure()),
            new Weakness(Severity.LOW, "cookie without HttpOnly", "HttpOnly", cookie -> !cookie.isHttpOnly()),
            new Weakness(
                    Severity.LOW,
                    "cookie without SameSite",
                    "SameSite=Lax or Strict",
                    cookie -> cookie.sameSite().isEmpty()));

    CookiesControl(Endpoints endpoints) {
        super(ROW, endpoints);
    }

    @Override
    Verdict judge(HttpAnswer page, Context context) {
        List<SetCookie> cookies =
                page.all("set-cookie").stream().map(SetCookie::parse).toList();
        if (cookies.isEmpty()) {
            return new NotApplicable("none set on /");
        }
        String mend = Mend.COOKIE_ATTRIBUTES.text(
                context.product(), context.endpoint().host());
        List<Deviation> deviations = new ArrayList<>();
        for (Weakness weakness : WEAKNESSES) {
            List<SetCookie> weak = cookies.stream().filter(weakness.has()).toList();
            if (!weak.isEmpty()) {
                deviations.add(
                        new Deviation(weakness.severity(), weakness.summary(), weakness.expected(), names(weak), mend));
            }
        }
        return Verdict.of(deviations, names(cookies) + ": Secure, HttpOnly, SameSite");
    }

    private static String names(List<SetCookie> cookies) {
        return Phrase.few(
                cookies.stream()
                        .map(cookie -> cookie.name().isEmpty() ? "(no name)" : Phrase.shown(cookie.name()))
                        .toList(),
                NAMED);
    }
}
