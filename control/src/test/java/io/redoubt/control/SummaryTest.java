package io.redoubt.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.control.Verdict.Fail;
import io.redoubt.control.Verdict.NotApplicable;
import io.redoubt.control.Verdict.Pass;
import io.redoubt.control.Verdict.Unknown;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryTest {

    private static final Row ROW = Row.of("tls.hsts", "browsers stay on HTTPS", Severity.HIGH, Vantage.WIRE);
    private static final Waiver WAIVER =
            new Waiver(ROW.id(), null, "kim", "moves in autumn", LocalDate.parse("2026-12-31"));

    private static final Assessment PASS = assessment("host:a", new Pass("seen"));
    private static final Assessment NOT_APPLICABLE = assessment("host:b", new NotApplicable("why"));
    private static final Assessment UNKNOWN = assessment("host:c", new Unknown("why", ""));
    private static final Assessment FAIL_LOW = assessment("host:d", fail(Severity.LOW));
    private static final Assessment FAIL_HIGH = assessment("host:e", fail(Severity.HIGH));
    private static final Assessment FAIL_WAIVED =
            assessment("host:f", fail(Severity.HIGH)).waivedBy(WAIVER);
    private static final Assessment UNKNOWN_WAIVED =
            assessment("host:g", new Unknown("why", "")).waivedBy(WAIVER);

    private static Assessment assessment(String subject, Verdict verdict) {
        return new Assessment(ROW, Subject.of(subject), verdict, Instant.EPOCH, Duration.ZERO, null);
    }

    private static Fail fail(Severity severity) {
        return new Fail(List.of(
                new Deviation(Severity.LOW, "bad", "good", "bad", "mend"),
                new Deviation(severity, "bad", "good", "bad", "mend")));
    }

    private static Assessment worst(Assessment... assessments) {
        return RollUp.of(List.of(assessments)).getFirst().worst();
    }

    @Test
    void each_assessment_is_counted_once_and_what_is_waived_apart() {
        assertThat(Summary.of(
                        List.of(PASS, NOT_APPLICABLE, UNKNOWN, FAIL_LOW, FAIL_HIGH, FAIL_WAIVED, UNKNOWN_WAIVED, PASS),
                        List.of("edge"),
                        List.of(new ControlId("network.ssh"))))
                .isEqualTo(new Summary(
                        2,
                        2,
                        1,
                        1,
                        2,
                        Map.of(Severity.HIGH, 1, Severity.LOW, 1),
                        List.of("edge"),
                        List.of(new ControlId("network.ssh"))));
    }

    @Test
    void fails_are_listed_the_worst_severity_first() {
        assertThat(Summary.of(List.of(FAIL_LOW, FAIL_HIGH), List.of(), List.of())
                        .failBySeverity()
                        .keySet())
                .containsExactly(Severity.HIGH, Severity.LOW);
    }

    @Test
    void control_over_several_subjects_is_its_worst() {
        assertThat(worst(NOT_APPLICABLE, PASS)).isEqualTo(PASS);
        assertThat(worst(NOT_APPLICABLE, PASS, UNKNOWN)).isEqualTo(UNKNOWN);
        assertThat(worst(UNKNOWN, FAIL_LOW, PASS)).isEqualTo(FAIL_LOW);
        assertThat(worst(FAIL_LOW, FAIL_HIGH)).isEqualTo(FAIL_HIGH);
    }

    @Test
    void waived_fail_is_still_a_fail_but_stands_behind_one_that_nobody_answers_for() {
        assertThat(worst(FAIL_WAIVED, UNKNOWN)).isEqualTo(FAIL_WAIVED);
        assertThat(worst(FAIL_WAIVED, FAIL_LOW)).isEqualTo(FAIL_LOW);
    }
}
