package io.redoubt.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.control.Assessment;
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
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchRendererTest {

    private static final Subject OTHER = Subject.of("https://other.example.com");

    private final WatchRenderer renderer = new WatchRenderer(Terminal.none());

    private static Assessment hsts(Subject subject, Verdict verdict) {
        return Reports.assessment(
                Row.of("tls.hsts", "browsers stay on HTTPS", Severity.HIGH, Vantage.WIRE), subject, verdict);
    }

    private static Fail fail(Severity severity, String summary, String observed) {
        return new Fail(List.of(new Deviation(severity, summary, "1 year", observed, "mend")));
    }

    private static Report report(Assessment... assessments) {
        return new Report(null, null, Reports.AT, List.of(assessments), List.of(), List.of(), List.of());
    }

    private String change(Verdict before, Verdict after) {
        return renderer.render(report(hsts(Reports.SHOP, before)), report(hsts(Reports.SHOP, after)));
    }

    @Test
    void another_verdict_is_told_with_what_it_now_is() {
        assertThat(change(new Pass("1 year"), fail(Severity.HIGH, "none is set", "none")))
                .isEqualTo("2026-07-01T08:11:00.000Z  PASS -> FAIL  tls.hsts  https://shop.example.com  none is set\n");
        assertThat(change(new Unknown("no answer", ""), new Pass("1 year")))
                .isEqualTo("2026-07-01T08:11:00.000Z  UNKNOWN -> PASS  tls.hsts  https://shop.example.com  1 year\n");
    }

    @Test
    void what_stays_is_not_told() {
        assertThat(change(new Pass("1 year"), new Pass("2 years"))).isEmpty();
        assertThat(change(new NotApplicable("a"), new NotApplicable("b"))).isEmpty();
        assertThat(change(fail(Severity.HIGH, "none is set", "12:00"), fail(Severity.HIGH, "none is set", "12:01")))
                .isEmpty();
    }

    @Test
    void fail_that_is_now_another_is_told() {
        assertThat(change(fail(Severity.HIGH, "none is set", ""), fail(Severity.LOW, "it is short", "")))
                .contains("FAIL -> FAIL", "it is short");
        assertThat(change(new Unknown("no answer", ""), new Unknown("reset", "")))
                .contains("UNKNOWN -> UNKNOWN", "reset");
    }

    @Test
    void what_is_new_and_what_is_gone_is_told() {
        assertThat(renderer.render(
                        report(hsts(Reports.SHOP, new Pass("1 year"))), report(hsts(OTHER, new Pass("1 year")))))
                .isEqualTo("""
                        2026-07-01T08:11:00.000Z  none -> PASS  tls.hsts  https://other.example.com  1 year
                        2026-07-01T08:11:00.000Z  PASS -> none  tls.hsts  https://shop.example.com
                        """);
    }

    @Test
    void waiver_that_begins_or_ends_is_told() {
        Assessment counted = hsts(Reports.SHOP, fail(Severity.HIGH, "none is set", ""));
        Waiver waiver = new Waiver(counted.row().id(), null, "kim", "moves in autumn", LocalDate.parse("2026-12-31"));
        Assessment waived = new Waivers(List.of(waiver))
                .applyTo(List.of(counted), Reports.AT)
                .getFirst();

        assertThat(renderer.render(report(waived), report(counted))).contains("FAIL (waived) -> FAIL");
    }
}
