package io.redoubt.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.control.Deviation;
import io.redoubt.control.Severity;
import io.redoubt.control.Verdict;
import io.redoubt.store.PolicyRevisions.Revision;
import io.redoubt.tls.CertificateRequest;
import io.redoubt.tls.CertificateStanding;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/// The pages, in a real Chromium behind real TLS.
class ConsoleTest {

    /// Where screenshots go; they are only made when it is given.
    private static final String SHOTS = "redoubt.screenshots";
    private static final int DESKTOP = 1_200;
    private static final int PHONE = 360;

    /// What a page would do if a template let it.
    private static final String CANARY =
            "\"><script>document.title='Pwned'</script><img src=x onerror=\"document.title='Pwned'\">'{{1009*1013}}${1009*1013}[[${1009*1013}]]";

    @TempDir
    Path directory;

    private Served served;

    @BeforeEach
    void serve() {
        served = new Served(directory.resolve("node"), Served.POLICY);
    }

    @AfterEach
    void end() {
        served.close();
    }

    private void live() {
        Instant now = served.clock.instant();
        served.clock.set(now.minus(Duration.ofDays(6)));
        served.core.activate(
                served.core.read(Served.POLICY.replace("tls:", "checks: { every: 2h }\ntls:\n  minimum: \"1.2\"")),
                0,
                "ada",
                "user:ada");
        served.clock.set(now.minus(Duration.ofDays(5)));
        served.core.activate(served.core.read(Served.POLICY), 1, "kim", "user:kim");
        // Never later than the start, so that the scheduler finds nothing due.
        served.clock.set(now);
        new History(served).live();
        served.core.certificates.add(
                certificate(List.of("shop.example.com", "www.shop.example.com"), 70, Duration.ofDays(40), null));
        served.core.certificates.add(certificate(
                List.of("pay.example.com"), 10, Duration.ofHours(1), "the CA answers 429; next try in 1 hour"));
        served.core.certificates.add(new CertificateStanding(
                List.of("db.internal", "queue.internal"),
                CertificateRequest.Source.INTERNAL,
                now.minus(Duration.ofDays(2)),
                now.plus(Duration.ofDays(5)),
                now.plus(Duration.ofDays(3)),
                null));
    }

    private CertificateStanding certificate(List<String> names, int days, Duration renewal, String trouble) {
        return new CertificateStanding(
                names,
                CertificateRequest.Source.ACME,
                served.clock.instant().minus(Duration.ofDays(90L - days)),
                served.clock.instant().plus(Duration.ofDays(days)),
                served.clock.instant().plus(renewal),
                trouble);
    }

    /// The name of each page, and its path.
    private Map<String, String> pages() {
        List<Revision> revisions =
                served.core.instance().store().read(t -> t.revisions().all());
        String oldest = revisions.getFirst().digest();
        String newest = revisions.getLast().digest();
        return Map.of(
                "posture", "/",
                "control", "/controls/tls.minimum-version",
                "policy", "/policy",
                "revision", "/policy/revisions/" + newest,
                "diff", "/policy/diff?from=" + oldest + "&to=" + newest,
                "certificates", "/certificates",
                "evidence", "/evidence",
                "entry", "/evidence/20",
                "refused", "/nothing-here");
    }

    @Test
    void every_page_renders_without_a_complaint_or_a_barrier_in_light_in_dark_and_on_a_phone() {
        live();
        try (TlsFront front = new TlsFront(served.plane.address(), Served.HOST);
                Browser browser = new Browser(directory.resolve("profile"), Served.HOST, front.port())) {
            String origin = "https://" + Served.HOST;
            browser.show(origin + served.plane.oneTimePath(), Browser.Scheme.LIGHT, DESKTOP);
            assertThat(browser.driver().getCurrentUrl()).isEqualTo(origin + "/");
            List<String> wrong = new ArrayList<>();
            pages().forEach((name, path) -> {
                for (Browser.Scheme scheme : Browser.Scheme.values()) {
                    browser.show(origin + path, scheme, DESKTOP);
                    look(browser, name, scheme.name().toLowerCase(Locale.ROOT), wrong);
                }
                browser.show(origin + path, Browser.Scheme.LIGHT, PHONE);
                look(browser, name, "phone", wrong);
            });
            assertThat(wrong).isEmpty();
        }
    }

    private void look(Browser browser, String page, String how, List<String> wrong) {
        browser.complaints().stream()
                .filter(complaint -> !(page.equals("refused") && complaint.contains("status of 404")))
                .forEach(complaint -> wrong.add(page + " " + how + ": " + complaint));
        browser.barriers().forEach(barrier -> wrong.add(page + " " + how + ": " + barrier));
        if (browser.overflow() > 0) {
            wrong.add(page + " " + how + ": " + browser.overflow() + " pixels too wide");
        }
        String shots = System.getProperty(SHOTS, "");
        if (!shots.isEmpty()) {
            browser.shoot(Path.of(shots, "console-" + page + "-" + how + ".png"));
        }
    }

    @Test
    void a_keyboard_reaches_the_content_first() {
        try (TlsFront front = new TlsFront(served.plane.address(), Served.HOST);
                Browser browser = new Browser(directory.resolve("profile"), Served.HOST, front.port())) {
            browser.show("https://" + Served.HOST + served.plane.oneTimePath(), Browser.Scheme.LIGHT, DESKTOP);
            browser.driver().switchTo().activeElement().sendKeys(Keys.TAB);
            assertThat(browser.driver().switchTo().activeElement().getText()).isEqualTo("Skip to content");
            browser.driver().switchTo().activeElement().sendKeys(Keys.ENTER);
            assertThat(browser.driver().getCurrentUrl()).endsWith("/#main");
        }
    }

    @Test
    void what_others_wrote_is_text_on_every_page() {
        served.core.activate(served.core.policy(), 0, CANARY, "user:ada");
        new History(served)
                .round(
                        served.clock.instant(),
                        new Verdict.Fail(
                                List.of(new Deviation(Severity.HIGH, CANARY, CANARY, CANARY, CANARY + "\n" + CANARY))));
        served.core.certificates.add(certificate(List.of(CANARY), 10, Duration.ofDays(1), CANARY));
        String cookie = served.enter();
        List<String> told = new ArrayList<>();
        pages().forEach((name, path) -> {
            String page = served.get(path, cookie).body();
            assertThat(page).as(name).doesNotContain("<script", "<img", "onerror=\"", "1022117");
            if (page.contains("&lt;script&gt;")) {
                told.add(name);
            }
        });
        assertThat(told).contains("posture", "control", "policy", "revision", "certificates");
        assertThat(served.get("/evidence?before=" + CANARY.replaceAll("[^a-z]", ""), cookie)
                        .status())
                .isEqualTo(404);
    }
}
