package io.redoubt.cli.output;

import io.redoubt.control.Assessment;
import io.redoubt.control.ControlId;
import io.redoubt.control.Deviation;
import io.redoubt.control.Row;
import io.redoubt.control.Severity;
import io.redoubt.control.Subject;
import io.redoubt.control.Vantage;
import io.redoubt.control.Verdict;
import io.redoubt.control.Verdict.Fail;
import io.redoubt.control.Verdict.NotApplicable;
import io.redoubt.control.Verdict.Pass;
import io.redoubt.control.Verdict.Unknown;
import io.redoubt.control.Waiver;
import io.redoubt.control.Waivers;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/// What the golden files were made from.
final class Reports {

    static final Instant AT = Instant.parse("2026-07-01T08:11:00Z");
    static final Subject SHOP = Subject.of("https://shop.example.com");
    private static final Subject OLD = Subject.of("https://old.example.com:8443");
    private static final Subject DATABASE = Subject.of("database:shop");

    private static final Row VERSION = Row.of(
            "tls.minimum-version", "nothing older than the minimum is accepted", Severity.CRITICAL, Vantage.WIRE);
    private static final Row CERTIFICATE =
            Row.of("tls.certificate", "the certificate holds", Severity.CRITICAL, Vantage.WIRE);
    private static final Row RENEWAL =
            Row.of("tls.renewal", "the certificate is renewed in time", Severity.HIGH, Vantage.WIRE);
    private static final Row REDIRECT =
            Row.of("tls.http-redirect", "plain HTTP leads to HTTPS", Severity.MEDIUM, Vantage.WIRE);
    private static final Row HSTS = Row.of("tls.hsts", "browsers stay on HTTPS", Severity.MEDIUM, Vantage.WIRE);
    private static final Row COOKIES = Row.of("tls.cookies", "cookies are guarded", Severity.MEDIUM, Vantage.WIRE);
    private static final Row ENCRYPTED = Row.of(
            "data.database-encrypted-in-transit", "the database refuses plain text", Severity.HIGH, Vantage.WIRE);

    private static final Fail OLD_VERSION = new Fail(List.of(new Deviation(
            Severity.MEDIUM,
            "TLS 1.2 is accepted",
            "1.3",
            "1.3 and 1.2 accepted; 1.1, 1.0, SSLv3 refused",
            "nginx: ssl_protocols TLSv1.3;\nnot yet? redoubt waive tls.minimum-version")));
    private static final Fail DUE = new Fail(List.of(new Deviation(
            Severity.HIGH,
            "certificate ends in 12 days",
            "30 days or more",
            "ends 2026-07-13 08:11 UTC",
            "certbot renew --cert-name shop.example.com")));

    private Reports() {}

    static Assessment assessment(Row row, Subject subject, Verdict verdict) {
        return new Assessment(row, subject, verdict, AT, Duration.ofMillis(1234), null);
    }

    private static Assessment pass(String id, Subject subject) {
        return assessment(Row.of(id, "it holds", Severity.HIGH, Vantage.WIRE), subject, new Pass("it does"));
    }

    /// The sample of the design.
    static Report sample() {
        return new Report(
                null,
                null,
                AT,
                List.of(
                        assessment(VERSION, SHOP, OLD_VERSION),
                        pass("tls.certificate", SHOP),
                        pass("tls.cipher-suites", SHOP),
                        pass("tls.key-exchange", SHOP),
                        assessment(RENEWAL, SHOP, DUE),
                        pass("tls.http-redirect", SHOP),
                        pass("tls.security-headers", SHOP),
                        assessment(COOKIES, SHOP, new NotApplicable("none set on /"))),
                List.of(),
                List.of(),
                List.of(new SubjectNote(SHOP, List.of("203.0.113.7:443"), Duration.ofMillis(1834))));
    }

    /// Several subjects, several deviations, what is Unknown, waived, not declared and not assessed.
    static Report full() {
        List<Assessment> assessments = List.of(
                assessment(
                        VERSION,
                        OLD,
                        new Fail(List.of(
                                new Deviation(
                                        Severity.MEDIUM,
                                        "TLS 1.2 is accepted",
                                        "1.3",
                                        "1.3, 1.2 and SSLv3 accepted",
                                        "nginx: ssl_protocols TLSv1.3;"),
                                new Deviation(
                                        Severity.CRITICAL,
                                        "SSLv3 is accepted",
                                        "1.3",
                                        "1.3, 1.2 and SSLv3 accepted",
                                        "nginx: ssl_protocols TLSv1.3;")))),
                assessment(VERSION, SHOP, new Pass("1.3 accepted; all else refused")),
                assessment(CERTIFICATE, SHOP, new Pass("shop.example.com, by R11")),
                assessment(
                        CERTIFICATE,
                        OLD,
                        new Unknown("no answer within 10 s", "see what holds it up, or raise checks.timeout")),
                assessment(
                        HSTS,
                        OLD,
                        new Fail(List.of(new Deviation(
                                Severity.LOW,
                                "HSTS lasts 1 day",
                                "1 year or more",
                                "max-age=86400",
                                "nginx: add_header Strict-Transport-Security \"max-age=31536000\" always;")))),
                assessment(COOKIES, SHOP, new NotApplicable("none set on /")),
                assessment(ENCRYPTED, DATABASE, new Unknown("nothing listens on 10.0.3.10:5432", "")));
        List<Waiver> waivers = List.of(
                new Waiver(HSTS.id(), OLD, "kim", "the old shop moves in autumn", LocalDate.parse("2026-12-31")),
                new Waiver(ENCRYPTED.id(), null, "ada", "the tunnel encrypts", LocalDate.parse("2026-08-01")));
        return new Report(
                new PolicyName("redoubt.yaml", "production", "sha256:1f2e3d4c"),
                "/var/lib/redoubt/shop-production",
                AT,
                new Waivers(waivers).applyTo(assessments, AT),
                List.of("incidents", "edge"),
                List.of(new ControlId("network.ssh"), new ControlId("host.time-synchronised")),
                List.of(
                        new SubjectNote(SHOP, List.of("203.0.113.7:443", "[2001:db8::7]:443"), Duration.ofMillis(412)),
                        new SubjectNote(OLD, List.of("203.0.113.8:8443"), Duration.ofSeconds(10))));
    }

    static Report nothing() {
        return new Report(
                new PolicyName("redoubt.yaml", null, "sha256:1f2e3d4c"),
                null,
                AT,
                List.of(),
                List.of("tls"),
                List.of(),
                List.of());
    }

    static Report failing(String mend) {
        Deviation deviation = new Deviation(Severity.LOW, "it is short", "1 year", "1 day", mend);
        return new Report(
                null,
                null,
                AT,
                List.of(assessment(HSTS, SHOP, new Fail(List.of(deviation)))),
                List.of(),
                List.of(),
                List.of());
    }

    /// A server that answers with all that could hurt whoever reads about it.
    static Report hostile() {
        String hostile =
                "\u001b[2J\u001b]0;owned\u0007\r\n<script>alert(1)</script> | `x` ``` [a](https://evil.example)"
                        + " @everyone #1 ]]> \u202egnp.exe &amp; \u0000\u009b31m \ud800 \\| \" ' \u2028 www.evil.example";
        Row row = Row.of("tls.security-headers", "headers guard the page", Severity.LOW, Vantage.WIRE);
        List<Assessment> assessments = new ArrayList<>();
        assessments.add(assessment(
                row,
                SHOP,
                new Fail(List.of(new Deviation(Severity.LOW, hostile, hostile, hostile, hostile + "\n" + hostile)))));
        assessments.add(assessment(REDIRECT, SHOP, new Unknown(hostile, hostile)));
        assessments.add(assessment(COOKIES, SHOP, new NotApplicable(hostile)));
        assessments.add(assessment(HSTS, SHOP, new Pass(hostile)));
        assessments.add(assessment(RENEWAL, SHOP, new Unknown(hostile, hostile)));
        Waiver waiver = new Waiver(RENEWAL.id(), null, hostile, hostile, LocalDate.parse("2026-12-31"));
        return new Report(
                null,
                hostile,
                AT,
                new Waivers(List.of(waiver)).applyTo(assessments, AT),
                List.of(),
                List.of(),
                List.of(new SubjectNote(SHOP, List.of(hostile), Duration.ZERO)));
    }
}
