package io.redoubt.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.control.Verdict.Fail;
import io.redoubt.control.Verdict.NotApplicable;
import io.redoubt.control.Verdict.Pass;
import io.redoubt.control.Verdict.State;
import io.redoubt.control.Verdict.Unknown;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AssessorTest {

    private static final Instant NOW = Instant.parse("2026-07-01T09:00:00Z");
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofSeconds(20);

    private final CountDownLatch never = new CountDownLatch(1);

    private static List<Assessment> assess(Limits limits, Control<?>... controls) {
        return assessor(limits).assess(List.of(controls), Set.of(Vantage.WIRE), AssessmentListener.SILENT);
    }

    private static Assessor assessor(Limits limits) {
        return new Assessor(InstantSource.fixed(NOW), limits);
    }

    private static List<Verdict> verdicts(List<Assessment> assessments) {
        return assessments.stream().map(Assessment::verdict).toList();
    }

    private static List<String> hosts(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "host:h%03d".formatted(i))
                .toList();
    }

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
        assertThat(assessments.getFirst().at()).isEqualTo(NOW);
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

    /// 78 looks, two side by side, take longer than one subject may; in between, one can't look.
    @Test
    void long_queue_at_a_host_that_answers_takes_no_time_from_those_who_wait() {
        List<Subject> subjects = IntStream.range(1, 40)
                .mapToObj(port -> Subject.of("https://a.example:" + port))
                .toList();
        TextControl first = TextControl.of("a.slow", _ -> slowly(), subjects);
        TextControl second = TextControl.of(
                "a.slow-too",
                subject -> {
                    String seen = slowly();
                    if (subject.uri().getPort() == 30) {
                        throw new CannotLookException("reset", "");
                    }
                    return seen;
                },
                subjects);

        List<Assessment> assessments = assess(new Limits(256, 2, Duration.ofMillis(500), 0), first, second);

        assertThat(verdicts(assessments)).hasSize(78).containsOnly(new Pass("good"), new Unknown("reset", ""));
    }

    private String slowly() throws InterruptedException {
        return never.await(20, TimeUnit.MILLISECONDS) ? "released" : "good";
    }

    @Test
    void host_is_asked_by_no_more_than_its_limit_at_once() {
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Subject> subjects = IntStream.rangeClosed(1, 64)
                .mapToObj(port -> Subject.of("https://a.example:" + port))
                .toList();
        CyclicBarrier eight = new CyclicBarrier(8);
        TextControl counting = TextControl.of(
                "a.counting",
                _ -> {
                    most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                    try {
                        eight.await();
                    } catch (BrokenBarrierException e) {
                        throw new IllegalStateException(e);
                    }
                    atOnce.decrementAndGet();
                    return "good";
                },
                subjects);

        assertThat(verdicts(assess(Limits.defaults(), counting))).containsOnly(new Pass("good"));
        assertThat(most).hasValue(8);
    }

    @Test
    void slow_host_does_not_hold_up_another() {
        CountDownLatch others = new CountDownLatch(100);
        List<Subject> slow = IntStream.range(1, 50)
                .mapToObj(port -> Subject.of("https://slow.example:" + port))
                .toList();
        TextControl waiting = TextControl.of(
                "a.waiting",
                _ -> {
                    others.await();
                    return "good";
                },
                slow);
        TextControl quick = TextControl.of(
                "a.quick",
                _ -> {
                    others.countDown();
                    return "good";
                },
                hosts(100).stream().map(Subject::of).toList());

        // Only if every other host is answered while all eight slots of the slow one are taken does it answer at all.
        List<Assessment> assessments = assess(new Limits(16, 8, LONG, 0), waiting, quick);

        assertThat(verdicts(assessments)).hasSize(149).containsOnly(new Pass("good"));
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
