package io.redoubt.control;

import static io.redoubt.control.Rounds.assess;
import static io.redoubt.control.Rounds.assessor;
import static io.redoubt.control.Rounds.hosts;
import static io.redoubt.control.Rounds.verdicts;
import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.control.Verdict.Pass;
import io.redoubt.control.Verdict.State;
import io.redoubt.control.Verdict.Unknown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Looks that hang: each is Unknown at its time-out, and takes no other down.
@Timeout(30)
class HangingLooksTest {

    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofSeconds(20);

    private final CountDownLatch never = new CountDownLatch(1);

    @Test
    void hanging_look_is_unknown_at_its_time_out_and_its_late_result_is_thrown_away() throws Exception {
        CountDownLatch stubborn = new CountDownLatch(1);
        CountDownLatch returned = new CountDownLatch(1);
        TextControl hanging = TextControl.of(
                "a.hanging",
                _ -> {
                    awaitWhateverComes(stubborn);
                    returned.countDown();
                    return "good";
                },
                "host:a");
        Assessor assessor = assessor(Limits.defaults().withTimeout(SHORT));

        List<Assessment> first = assessor.assess(List.of(hanging), Set.of(Vantage.WIRE), AssessmentListener.SILENT);
        List<Assessment> again = assessor.assess(List.of(hanging), Set.of(Vantage.WIRE), AssessmentListener.SILENT);
        stubborn.countDown();
        returned.await();

        assertThat(verdicts(first))
                .containsExactly(
                        new Unknown("no answer within 0.2 s", "see what holds it up, or raise checks.timeout"));
        assertThat(first.getFirst().took()).isBetween(SHORT, LONG);
        assertThat(verdicts(again)).containsExactly(new Unknown("the look before this one still hangs", ""));
        assertThat(verdicts(first)).doesNotContain(new Pass("good"));
    }

    @Test
    void late_result_changes_nothing_while_the_round_goes_on() {
        CountDownLatch stubborn = new CountDownLatch(1);
        TextControl late = TextControl.of(
                "a.late",
                _ -> {
                    awaitWhateverComes(stubborn);
                    return "good";
                },
                "host:late");
        TextControl after = TextControl.of(
                "a.after",
                _ -> {
                    stubborn.countDown();
                    boolean released = never.await(5, TimeUnit.MILLISECONDS);
                    return released ? "released" : "good";
                },
                hosts(20).stream().map(Subject::of).toList());

        List<Assessment> assessments = assess(new Limits(1, 8, SHORT, 1), late, after);

        assertThat(assessments).hasSize(21);
        assertThat(verdicts(assessments).getFirst().state()).isEqualTo(State.UNKNOWN);
        assertThat(verdicts(assessments).subList(1, 21)).containsOnly(new Pass("good"));
    }

    private static void awaitWhateverComes(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException _) {
                // The worst kind of control: it goes on.
            }
        }
    }

    @Test
    void subject_with_more_hanging_controls_than_slots_takes_one_time_out() {
        List<TextControl> controls = IntStream.range(0, 100)
                .mapToObj(i -> TextControl.of("a.hanging-" + i, _ -> hang(), "https://a.example"))
                .toList();

        long start = System.nanoTime();
        List<Assessment> assessments =
                assess(Limits.defaults().withTimeout(SHORT), controls.toArray(Control<?>[]::new));
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        assertThat(verdicts(assessments)).extracting(Verdict::state).containsOnly(State.UNKNOWN);
        assertThat(took).isLessThan(SHORT.multipliedBy(5));
    }

    private String hang() throws InterruptedException {
        never.await();
        return "good";
    }

    @Test
    void silent_host_with_many_subjects_is_given_up_after_one_time_out() {
        List<Subject> subjects = IntStream.range(1, 200)
                .mapToObj(port -> Subject.of("https://a.example:" + port))
                .toList();

        long start = System.nanoTime();
        List<Assessment> assessments =
                assess(Limits.defaults().withTimeout(SHORT), TextControl.of("a.hanging", _ -> hang(), subjects));
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        assertThat(assessments.stream().map(a -> ((Unknown) a.verdict()).why()).distinct())
                .containsExactlyInAnyOrder("no answer within 0.2 s", "a.example told nothing for 0.2 s");
        assertThat(took).isLessThan(SHORT.multipliedBy(5));
    }

    @Test
    void looks_that_never_end_use_up_their_allowance_and_the_rest_is_unknown() {
        CountDownLatch stubborn = new CountDownLatch(1);
        TextControl hanging = TextControl.of(
                "a.hanging",
                _ -> {
                    awaitWhateverComes(stubborn);
                    return "good";
                },
                hosts(20).stream().map(Subject::of).toList());

        List<Assessment> assessments = assess(new Limits(4, 8, SHORT, 3), hanging);
        stubborn.countDown();

        assertThat(assessments.stream().map(a -> ((Unknown) a.verdict()).why()))
                .hasSize(20)
                .filteredOn(why -> why.equals("7 other looks hang, and no thread is left for this one"))
                .hasSize(13);
    }

    @Test
    void threads_that_end_when_interrupted_make_room_beyond_the_allowance() {
        TextControl control = TextControl.of(
                "a.mixed",
                subject -> subject.toString().compareTo("host:h010") < 0 ? hang() : "good",
                hosts(20).stream().map(Subject::of).toList());

        List<Assessment> assessments = assess(new Limits(2, 8, SHORT, 0), control);

        assertThat(verdicts(assessments).subList(0, 10))
                .extracting(Verdict::state)
                .containsOnly(State.UNKNOWN);
        assertThat(verdicts(assessments).subList(10, 20)).containsOnly(new Pass("good"));
    }

    @Test
    void interrupted_caller_gets_what_there_is() throws Exception {
        CountDownLatch quickDone = new CountDownLatch(1);
        TextControl quick = TextControl.of("a.quick", _ -> "good", "host:a");
        TextControl hanging = TextControl.of("a.hanging", _ -> hang(), "host:b");
        AssessmentListener listener = new AssessmentListener() {
            @Override
            public void assessed(Assessment assessment, int decided, int of) {
                quickDone.countDown();
            }
        };
        List<Assessment> assessments = new ArrayList<>();
        List<Boolean> stillInterrupted = new ArrayList<>();

        Thread caller = Thread.ofPlatform().start(() -> {
            assessments.addAll(assessor(Limits.defaults().withTimeout(LONG))
                    .assess(List.of(quick, hanging), Set.of(Vantage.WIRE), listener));
            stillInterrupted.add(Thread.currentThread().isInterrupted());
        });
        quickDone.await();
        caller.interrupt();
        caller.join();

        assertThat(verdicts(assessments))
                .containsExactly(
                        new Pass("good"), new Unknown("interrupted before there was an answer", "run it again"));
        assertThat(stillInterrupted).containsExactly(true);
    }
}
