package io.redoubt.control;

import static io.redoubt.control.Rounds.assess;
import static io.redoubt.control.Rounds.hosts;
import static io.redoubt.control.Rounds.verdicts;
import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.control.Verdict.Pass;
import io.redoubt.control.Verdict.Unknown;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A host is not overrun, and holds up no other.
@Timeout(30)
class HostLimitsTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final CountDownLatch never = new CountDownLatch(1);

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
}
