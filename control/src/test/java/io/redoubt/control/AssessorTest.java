package io.redoubt.control;

import static io.redoubt.control.Rounds.assess;
import static io.redoubt.control.Rounds.assessor;
import static io.redoubt.control.Rounds.verdicts;
import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.control.Verdict.Fail;
import io.redoubt.control.Verdict.NotApplicable;
import io.redoubt.control.Verdict.Pass;
import io.redoubt.control.Verdict.State;
import io.redoubt.control.Verdict.Unknown;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What was seen becomes a verdict.
@Timeout(30)
class AssessorTest {

    @Test
    void what_was_seen_is_judged_in_the_order_of_controls_then_subjects() {
        TextControl first = TextControl.of("b.first", s -> s.toString().substring(5), "host:nothing", "host:good");
        TextControl second = TextControl.of("a.second", _ -> "good", "host:good");

        List<Assessment> assessments = assess(Limits.defaults(), first, second);

        assertThat(assessments)
                .extracting(a -> a.row().id() + " " + a.subject())
                .containsExactly("b.first host:good", "b.first host:nothing", "a.second host:good");
        assertThat(verdicts(assessments))
                .containsExactly(new Pass("good"), new NotApplicable("nothing there"), new Pass("good"));
        assertThat(assessments).extracting(Assessment::at).containsOnly(TextControl.SEEN);
    }

    @Test
    void deviation_above_the_ceiling_is_lowered_to_it() {
        List<Assessment> assessments = assess(Limits.defaults(), TextControl.of("a.bad", _ -> "bad", "host:a"));

        assertThat(((Fail) assessments.getFirst().verdict()).deviations())
                .extracting(Deviation::severity)
                .containsExactly(Severity.HIGH, Severity.MEDIUM);
    }

    @Test
    void control_that_can_not_look_is_unknown_with_its_mend() {
        TextControl blind = TextControl.of(
                "a.blind",
                _ -> {
                    throw new CannotLookException("connection refused by 203.0.113.7:443", "start it");
                },
                "host:a");

        List<Assessment> assessments = assess(Limits.defaults(), blind);

        assertThat(verdicts(assessments))
                .containsExactly(new Unknown("connection refused by 203.0.113.7:443", "start it"));
        assertThat(assessments.getFirst().at()).isEqualTo(Rounds.NOW);
    }

    @Test
    void control_that_breaks_is_unknown_without_what_its_message_tells_and_takes_no_other_down() {
        List<Throwable> told = new ArrayList<>();
        AssessmentListener listener = new AssessmentListener() {
            @Override
            public void broken(ControlId control, Subject subject, Throwable cause) {
                told.add(cause);
            }
        };
        List<Control<?>> controls = List.of(
                TextControl.of("a.unjudgeable", _ -> "unjudgeable", "host:a"),
                TextControl.of(
                        "a.memory",
                        _ -> {
                            throw new OutOfMemoryError("hunter2");
                        },
                        "host:a"),
                TextControl.of("a.stack", AssessorTest::overflow, "host:a"),
                TextControl.of("a.healthy", _ -> "good", "host:a"));

        List<Assessment> assessments = assessor(Limits.defaults()).assess(controls, Set.of(Vantage.WIRE), listener);

        assertThat(assessments.stream()
                        .map(a -> a.verdict() instanceof Unknown unknown
                                ? unknown.why()
                                : a.verdict().toString()))
                .containsExactly(
                        "the check itself failed: IllegalStateException",
                        "the check itself failed: OutOfMemoryError",
                        "the check itself failed: StackOverflowError",
                        "Pass[observed=good]");
        assertThat(assessments.toString()).doesNotContain("hunter2");
        assertThat(told)
                .hasOnlyElementsOfTypes(IllegalStateException.class, OutOfMemoryError.class, StackOverflowError.class)
                .hasSize(3);
    }

    @SuppressWarnings("InfiniteRecursion")
    private static String overflow(Subject subject) {
        return overflow(subject) + subject;
    }

    @Test
    void control_whose_subjects_can_not_be_told_is_unknown_about_itself() {
        Control<String> broken = new Control<>() {
            @Override
            public Row row() {
                return Row.of("a.broken", "it holds", Severity.LOW, Vantage.WIRE);
            }

            @Override
            public List<Subject> subjects() {
                throw new IllegalStateException();
            }

            @Override
            public Reading<String> read(Subject subject) {
                throw new AssertionError();
            }

            @Override
            public Verdict judge(Reading<String> reading) {
                throw new AssertionError();
            }
        };

        List<Assessment> assessments = assess(Limits.defaults(), broken);

        assertThat(assessments).hasSize(1);
        assertThat(assessments.getFirst().subject()).isEqualTo(Subject.of("control:a.broken"));
        assertThat(assessments.getFirst().verdict().state()).isEqualTo(State.UNKNOWN);
    }

    @Test
    void control_that_judges_one_reading_in_two_ways_is_found_out_in_tests() {
        AtomicInteger judged = new AtomicInteger();
        TextControl looks = TextControl.of("a.fickle", _ -> "good", "host:a");
        Control<String> fickle = new Control<>() {
            @Override
            public Row row() {
                return looks.row();
            }

            @Override
            public List<Subject> subjects() {
                return looks.subjects();
            }

            @Override
            public Reading<String> read(Subject subject) throws CannotLookException, InterruptedException {
                return looks.read(subject);
            }

            @Override
            public Verdict judge(Reading<String> reading) {
                return new Pass("judged " + judged.incrementAndGet() + " times");
            }
        };

        assertThat(verdicts(assess(Limits.defaults(), fickle)))
                .extracting(Verdict::state)
                .containsExactly(State.UNKNOWN);
    }

    @Test
    void control_of_another_vantage_is_named_and_not_assessed() {
        Set<Vantage> here = Set.of(Vantage.HOST);
        List<Control<?>> controls = List.of(
                TextControl.of("a.wire", _ -> "good", "host:a"), TextControl.of("a.without-subjects", _ -> "good"));

        assertThat(assessor(Limits.defaults()).assess(controls, here, AssessmentListener.SILENT))
                .isEmpty();
        assertThat(Assessor.notAssessedHere(controls, here)).containsExactly(new ControlId("a.wire"));
        assertThat(Assessor.notAssessedHere(controls, Set.of(Vantage.WIRE))).isEmpty();
    }
}
