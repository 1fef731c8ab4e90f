package io.redoubt.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.control.Posture.Held;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostureTest {

    private static final Instant SINCE = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant SEEN = Instant.parse("2026-11-24T08:00:00Z");
    private static final Duration EVERY = Duration.ofHours(1);
    private static final Duration HOLDS = Duration.ofHours(2);
    private static final String SHOP = "https://shop.example.com";
    private static final String OLD = "https://old.example.com";
    private static final Verdict PASS = new Verdict.Pass("good");
    private static final Verdict FAIL =
            new Verdict.Fail(List.of(new Deviation(Severity.HIGH, "is bad", "good", "bad", "mend it")));
    private static final TextControl HSTS = TextControl.of("tls.hsts", _ -> "good", SHOP);

    private static Standing standing(String subject, Standing.State state, Verdict verdict) {
        return new Standing(HSTS.row().id(), Subject.of(subject), Vantage.WIRE, state, verdict, SEEN, SINCE);
    }

    private static Posture posture(Instant now, Waivers waivers, Standing... standings) {
        return Posture.of(List.of(HSTS), List.of(standings), waivers, _ -> EVERY, now);
    }

    private static Held only(Instant now, Standing... standings) {
        Posture posture = posture(now, Waivers.none(), standings);
        assertThat(posture.held()).hasSize(1);
        return posture.held().getFirst();
    }

    @Test
    void verdict_holds_for_twice_as_long_as_its_control_waits_between_two_looks() {
        Held held = only(SEEN.plus(HOLDS), standing(SHOP, Standing.State.PASS, PASS));
        assertThat(held.assessment().verdict()).isEqualTo(PASS);
        assertThat(held.assessment().at()).isEqualTo(SEEN);
        assertThat(held.from()).contains(SINCE);
    }

    @Test
    void verdict_that_is_older_is_unknown_since_it_ceased_to_hold() {
        Held held = only(SEEN.plus(HOLDS).plusMillis(1), standing(SHOP, Standing.State.PASS, PASS));
        assertThat(held.assessment().verdict())
                .isEqualTo(new Verdict.Unknown("last looked at 2 hours ago, which holds for 2 hours", "redoubt check"));
        assertThat(held.from()).contains(SEEN.plus(HOLDS));
    }

    @Test
    void verdict_of_long_ago_tells_its_age_in_days() {
        Held held = only(SEEN.plus(Duration.ofDays(9)), standing(SHOP, Standing.State.FAIL, FAIL));
        assertThat(held.assessment().verdict())
                .isEqualTo(new Verdict.Unknown("last looked at 9 days ago, which holds for 2 hours", "redoubt check"));
    }

    @Test
    void subject_that_nobody_looked_at_from_there_is_unknown() {
        Standing elsewhere =
                new Standing(HSTS.row().id(), Subject.of(SHOP), Vantage.HOST, Standing.State.PASS, PASS, SEEN, SINCE);
        Held held = only(SEEN, elsewhere);
        assertThat(held.assessment().verdict()).isEqualTo(new Verdict.Unknown("never looked at", "redoubt check"));
        assertThat(held.from()).isEmpty();
    }

    @Test
    void retired_subject_is_told_apart_and_one_that_is_named_again_is_unknown() {
        Standing left = standing(OLD, Standing.State.RETIRED, FAIL);
        Standing back = standing(SHOP, Standing.State.RETIRED, PASS);
        Posture posture = posture(SEEN, Waivers.none(), left, back);
        assertThat(posture.assessments())
                .extracting(each -> each.verdict().state())
                .containsExactly(Verdict.State.UNKNOWN);
        assertThat(posture.retired()).containsExactly(left, back);
    }

    @Test
    void subject_that_the_policy_names_no_more_does_not_count() {
        Posture posture = posture(
                SEEN,
                Waivers.none(),
                standing(OLD, Standing.State.FAIL, FAIL),
                standing(SHOP, Standing.State.PASS, PASS));
        assertThat(posture.assessments()).extracting(Assessment::subject).containsExactly(Subject.of(SHOP));
    }

    private static Waivers waivedUntil(String day) {
        return new Waivers(
                List.of(new Waiver(HSTS.row().id(), Subject.of(SHOP), "kim", "moves in autumn", LocalDate.parse(day))));
    }

    @Test
    void waived_fail_is_counted_apart_to_the_end_of_its_day_and_then_counts() {
        Standing failing = standing(SHOP, Standing.State.FAIL, FAIL);
        Summary waived = summary(posture(SEEN, waivedUntil("2026-11-24"), failing));
        Summary ended = summary(posture(SEEN, waivedUntil("2026-11-23"), failing));
        assertThat(List.of(waived.fail(), waived.waived())).containsExactly(0, 1);
        assertThat(List.of(ended.fail(), ended.waived())).containsExactly(1, 0);
    }

    private static Summary summary(Posture posture) {
        return Summary.of(posture.assessments(), List.of(), List.of());
    }

    @Test
    void unknown_by_age_is_waived_as_any_other() {
        Instant later = SEEN.plus(Duration.ofDays(2));
        Posture posture = posture(later, waivedUntil("2026-12-31"), standing(SHOP, Standing.State.PASS, PASS));
        assertThat(posture.assessments().getFirst().waived()).isTrue();
    }

    @Test
    void control_that_breaks_stands_for_its_subjects() {
        Control<String> broken = new Control<>() {
            @Override
            public Row row() {
                return HSTS.row();
            }

            @Override
            public List<Subject> subjects() {
                throw new IllegalStateException("secret");
            }

            @Override
            public Reading<String> read(Subject subject) {
                throw new IllegalStateException("secret");
            }

            @Override
            public Verdict judge(Reading<String> reading) {
                throw new IllegalStateException("secret");
            }
        };
        Posture posture = Posture.of(List.of(broken), List.of(), Waivers.none(), _ -> EVERY, SEEN);
        assertThat(posture.assessments())
                .extracting(Assessment::subject)
                .containsExactly(Subject.of("control:tls.hsts"));
    }
}
