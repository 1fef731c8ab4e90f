package io.redoubt.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.control.Verdict.Fail;
import io.redoubt.control.Verdict.NotApplicable;
import io.redoubt.control.Verdict.Pass;
import io.redoubt.control.Verdict.Unknown;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaiverTest {

    private static final Row HSTS = Row.of("tls.hsts", "browsers stay on HTTPS", Severity.MEDIUM, Vantage.WIRE);
    private static final Subject OLD = Subject.of("https://old.example.com");
    private static final Subject SHOP = Subject.of("https://shop.example.com");
    private static final Fail FAIL =
            new Fail(List.of(new Deviation(Severity.LOW, "max-age is short", "1 year", "1 day", "raise it")));
    private static final LocalDate UNTIL = LocalDate.parse("2026-12-31");
    private static final Instant BEFORE = Instant.parse("2026-07-01T00:00:00Z");

    private static Assessment assessment(Subject subject, Verdict verdict) {
        return new Assessment(HSTS, subject, verdict, BEFORE, Duration.ZERO, null);
    }

    private static Waiver waiver(Subject subject) {
        return new Waiver(HSTS.id(), subject, "kim", "moves in autumn", UNTIL);
    }

    private static boolean isWaived(Verdict verdict, Waiver waiver, String now) {
        List<Assessment> applied =
                new Waivers(List.of(waiver)).applyTo(List.of(assessment(OLD, verdict)), Instant.parse(now));
        assertThat(applied.getFirst().verdict()).isEqualTo(verdict);
        return applied.getFirst().waived();
    }

    @Test
    void fail_or_unknown_is_waived_and_stays_what_it_is() {
        assertThat(isWaived(FAIL, waiver(OLD), "2026-07-01T00:00:00Z")).isTrue();
        assertThat(isWaived(new Unknown("why", ""), waiver(OLD), "2026-07-01T00:00:00Z"))
                .isTrue();
    }

    @Test
    void pass_or_not_applicable_is_never_waived() {
        assertThat(isWaived(new Pass("seen"), waiver(OLD), "2026-07-01T00:00:00Z"))
                .isFalse();
        assertThat(isWaived(new NotApplicable("why"), waiver(OLD), "2026-07-01T00:00:00Z"))
                .isFalse();
    }

    @Test
    void last_day_counts_to_its_end_in_utc_and_then_the_verdict_counts_again() {
        assertThat(isWaived(FAIL, waiver(OLD), "2026-12-31T23:59:59.999Z")).isTrue();
        assertThat(isWaived(FAIL, waiver(OLD), "2027-01-01T00:00:00Z")).isFalse();
    }

    @Test
    void waiver_without_a_subject_covers_all_and_one_with_it_only_that() {
        assertThat(isWaived(FAIL, new Waiver(HSTS.id(), null, "kim", "why", UNTIL), "2026-07-01T00:00:00Z"))
                .isTrue();
        assertThat(isWaived(FAIL, waiver(SHOP), "2026-07-01T00:00:00Z")).isFalse();
        assertThat(isWaived(
                        FAIL,
                        new Waiver(new ControlId("tls.cookies"), OLD, "kim", "why", UNTIL),
                        "2026-07-01T00:00:00Z"))
                .isFalse();
    }

    @Test
    void waiver_of_exactly_the_subject_answers_before_one_of_all() {
        Waiver all = new Waiver(HSTS.id(), null, "kim", "why", UNTIL.plusDays(9));
        Waiver exact = waiver(OLD);

        List<Assessment> applied = new Waivers(List.of(all, exact))
                .applyTo(List.of(assessment(OLD, FAIL), assessment(SHOP, FAIL)), BEFORE);

        assertThat(applied).extracting(Assessment::waiver).containsExactly(exact, all);
    }

    @Test
    void waiver_that_has_ended_makes_way_for_one_that_stands() {
        Waiver ended = new Waiver(HSTS.id(), OLD, "kim", "why", LocalDate.parse("2026-01-31"));
        Waiver all = new Waiver(HSTS.id(), null, "kim", "why", UNTIL);

        assertThat(new Waivers(List.of(ended, all)).applyTo(List.of(assessment(OLD, FAIL)), BEFORE))
                .extracting(Assessment::waiver)
                .containsExactly(all);
    }

    @Test
    void waiver_without_an_owner_or_a_reason_is_refused() {
        assertThatThrownBy(() -> new Waiver(HSTS.id(), null, " ", "why", UNTIL))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Waiver(HSTS.id(), null, "kim", "", UNTIL))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
