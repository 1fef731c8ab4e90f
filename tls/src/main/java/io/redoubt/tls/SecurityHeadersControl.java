package io.redoubt.tls;

import io.redoubt.control.Deviation;
import io.redoubt.control.Row;
import io.redoubt.control.Severity;
import io.redoubt.control.Vantage;
import io.redoubt.control.Verdict;
import io.redoubt.control.Verdict.Fail;
import io.redoubt.control.Verdict.NotApplicable;
import io.redoubt.control.Verdict.Pass;
import io.redoubt.tls.endpoint.Phrase;
import io.redoubt.tls.web.ContentSecurityPolicy;
import io.redoubt.tls.web.Redirect;
import io.redoubt.wire.HttpAnswer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads the headers by which a page tells browsers what it never does.
final class SecurityHeadersControl extends PageControl {

    static final Row ROW = Row.of(
            "tls.security-headers",
            "pages tell browsers what not to let happen to them",
            Severity.MEDIUM,
            Vantage.WIRE);

    private static final String POLICY = "default-src 'self'; frame-ancestors 'none'";

    /// A product, and digits behind a slash.
    private static final Pattern VERSION = Pattern.compile("[A-Za-z][^/\\s]*/\\d[^\\s]*|\\(\\d+\\.[^)]*\\)");

    private static final Set<String> REFERRER_POLICIES = Set.of(
            "no-referrer",
            "no-referrer-when-downgrade",
            "same-origin",
            "origin",
            "strict-origin",
            "origin-when-cross-origin",
            "strict-origin-when-cross-origin",
            "unsafe-url");
    private static final Set<String> TELLS_ALL = Set.of("unsafe-url", "no-referrer-when-downgrade");

    SecurityHeadersControl(Endpoints endpoints) {
        super(ROW, endpoints);
    }

    @Override
    Verdict judge(HttpAnswer page, Context context) {
        List<Deviation> deviations = new ArrayList<>();
        version(page, context, deviations);
        if (Redirect.isOne(page)) {
            return deviations.isEmpty()
                    ? new NotApplicable("/ is a redirect (" + page.status() + "), there is no page to judge")
                    : new Fail(deviations);
        }
        boolean isDocument = isDocument(page);
        if (isDocument) {
            contentSecurity(page, context, deviations);
            framing(page, context, deviations);
            referrer(page, context, deviations);
        }
        sniffing(page, context, deviations);
        return deviations.isEmpty()
                ? new Pass(isDocument ? "all there on /" : "all there on /, which is no HTML")
                : new Fail(deviations);
    }

    private void contentSecurity(HttpAnswer page, Context context, List<Deviation> deviations) {
        List<ContentSecurityPolicy> policies = ContentSecurityPolicy.parse(page.all("content-security-policy"));
        String mend = Mend.orWaive(Mend.header("Content-Security-Policy", POLICY, context.product()), row().id());
        if (policies.isEmpty()) {
            String reported = page.first("content-security-policy-report-only").isPresent() ? ", only Report-Only" : "";
            deviations.add(new Deviation(
                    Severity.MEDIUM,
                    "no Content-Security-Policy",
                    POLICY,
                    "not sent on / (status " + page.status() + ")" + reported,
                    mend));
        } else if (policies.stream().allMatch(ContentSecurityPolicy::allowsInlineScript)) {
            deviations.add(new Deviation(
                    Severity.LOW,
                    "Content-Security-Policy lets inline scripts run",
                    "script-src without 'unsafe-inline', or with nonces",
                    shown(page, "content-security-policy"),
                    mend));
        }
    }

    private static void framing(HttpAnswer page, Context context, List<Deviation> deviations) {
        List<String> options = page.all("x-frame-options").stream()
                .map(value -> value.strip().toLowerCase(Locale.ROOT))
                .toList();
        List<ContentSecurityPolicy> policies = ContentSecurityPolicy.parse(page.all("content-security-policy"));
        // Where a policy speaks of it, browsers pass over the older option (W3C CSP 3, section 6.4.2).
        boolean spoken = policies.stream().anyMatch(ContentSecurityPolicy::speaksOfFraming);
        boolean limited = spoken
                ? policies.stream().anyMatch(ContentSecurityPolicy::limitsFraming)
                : options.equals(List.of("deny")) || options.equals(List.of("sameorigin"));
        if (!limited && spoken) {
            deviations.add(new Deviation(
                    Severity.MEDIUM,
                    "any site may frame the page",
                    "frame-ancestors, or X-Frame-Options DENY or SAMEORIGIN",
                    "Content-Security-Policy " + shown(page, "content-security-policy"),
                    Mend.header("Content-Security-Policy", POLICY, context.product())));
        } else if (!limited) {
            deviations.add(new Deviation(
                    Severity.MEDIUM,
                    "any site may frame the page",
                    "frame-ancestors, or X-Frame-Options DENY or SAMEORIGIN",
                    options.isEmpty() ? "neither is sent" : "X-Frame-Options " + shown(page, "x-frame-options"),
                    Mend.header("X-Frame-Options", "DENY", context.product())));
        }
    }

    private static void sniffing(HttpAnswer page, Context context, List<Deviation> deviations) {
        List<String> sent = page.all("x-content-type-options");
        if (sent.isEmpty() || !sent.getFirst().strip().equalsIgnoreCase("nosniff")) {
            deviations.add(new Deviation(
                    Severity.LOW,
                    "browsers may guess content types",
                    "X-Content-Type-Options: nosniff",
                    sent.isEmpty() ? "not sent" : shown(page, "x-content-type-options"),
                    Mend.header("X-Content-Type-Options", "nosniff", context.product())));
        }
    }

    private static void referrer(HttpAnswer page, Context context, List<Deviation> deviations) {
        // The last policy that a browser knows counts (W3C Referrer Policy, section 8.1).
        List<String> policies = page.all("referrer-policy").stream()
                .flatMap(header -> Arrays.stream(header.split(",", -1)))
                .map(policy -> policy.strip().toLowerCase(Locale.ROOT))
                .filter(REFERRER_POLICIES::contains)
                .toList();
        if (policies.isEmpty() || TELLS_ALL.contains(policies.getLast())) {
            deviations.add(new Deviation(
                    Severity.LOW,
                    policies.isEmpty() ? "no Referrer-Policy" : "other sites are told the whole address",
                    "strict-origin-when-cross-origin or stricter",
                    page.all("referrer-policy").isEmpty() ? "not sent" : shown(page, "referrer-policy"),
                    Mend.header("Referrer-Policy", "strict-origin-when-cross-origin", context.product())));
        }
    }

    private static void version(HttpAnswer page, Context context, List<Deviation> deviations) {
        String server = page.first("server").orElse("");
        if (VERSION.matcher(server).find()) {
            deviations.add(new Deviation(
                    Severity.LOW,
                    "server tells its version",
                    "no version in the header Server",
                    Phrase.shown(server),
                    Mend.NO_VERSION.text(context.product(), context.endpoint().host())));
        }
    }

    /// What a browser renders, or might where no type is named.
    private static boolean isDocument(HttpAnswer page) {
        String type = page.first("content-type").orElse("text/html").strip().toLowerCase(Locale.ROOT);
        return type.startsWith("text/html")
                || type.startsWith("application/xhtml+xml")
                || type.startsWith("image/svg+xml");
    }

    private static String shown(HttpAnswer page, String header) {
        return Phrase.few(page.all(header).stream().map(Phrase::shown).toList(), 2);
    }
}
