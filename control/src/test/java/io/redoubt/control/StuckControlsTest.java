package io.redoubt.control;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.control.Verdict.Pass;
import io.redoubt.control.Verdict.State;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Controls that no interrupt reaches must not hold up those that answer. How fast these are is for the benchmark to
/// say: here it is enough that they have not waited for a time-out.
@Timeout(60)
class StuckControlsTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Set<Integer> SPINNING = Set.of(0, 300, 600, 900);
    private static final Set<Integer> IN_NATIVE_CODE = Set.of(150, 750);

    private final CountDownLatch never = new CountDownLatch(1);
    private volatile boolean spin = true;

    @AfterEach
    void stop() {
        spin = false;
    }

    @Test
    void four_that_spin_and_two_stuck_in_native_code_do_not_hold_up_the_other_994() {
        Set<Integer> stuck = new HashSet<>(SPINNING);
        stuck.addAll(IN_NATIVE_CODE);
        List<Control<?>> controls = new ArrayList<>();
        for (int number : IntStream.range(0, 1000).toArray()) {
            controls.add(TextControl.of("a.control-" + number, _ -> look(number), "host:h" + number));
        }
        List<Duration> healthyDone = new ArrayList<>();
        long start = System.nanoTime();
        AssessmentListener listener = new AssessmentListener() {
            @Override
            public void assessed(Assessment assessment, int decided, int of) {
                if (decided == of - stuck.size()) {
                    healthyDone.add(Duration.ofNanos(System.nanoTime() - start));
                }
            }
        };

        List<Assessment> assessments = new Assessor(
                        InstantSource.system(), Limits.defaults().withTimeout(TIMEOUT))
                .assess(controls, Set.of(Vantage.WIRE), listener);
        Duration all = Duration.ofNanos(System.nanoTime() - start);

        for (int number : IntStream.range(0, 1000).toArray()) {
            Verdict verdict = assessments.get(number).verdict();
            if (stuck.contains(number)) {
                assertThat(verdict.state()).as("control %d", number).isEqualTo(State.UNKNOWN);
                assertThat(assessments.get(number).took()).isBetween(TIMEOUT, TIMEOUT.plusSeconds(2));
            } else {
                assertThat(verdict).as("control %d", number).isEqualTo(new Pass("good"));
            }
        }
        assertThat(healthyDone).hasSize(1);
        assertThat(healthyDone.getFirst()).isLessThan(TIMEOUT);
        assertThat(all).isLessThan(TIMEOUT.plusSeconds(3));
    }

    private String look(int number) throws InterruptedException {
        if (SPINNING.contains(number)) {
            while (spin) {
                Thread.onSpinWait();
            }
        }
        if (IN_NATIVE_CODE.contains(number)) {
            sleepInNativeCode(30);
        }
        return never.await(10, TimeUnit.MILLISECONDS) ? "released" : "good";
    }

    /// `sleep` of the C library. The JVM's own threads get no signal that would end it.
    @SuppressWarnings("restricted")
    private static void sleepInNativeCode(int seconds) {
        MethodHandle sleep = Linker.nativeLinker()
                .downcallHandle(
                        Linker.nativeLinker().defaultLookup().findOrThrow("sleep"),
                        FunctionDescriptor.of(JAVA_INT, JAVA_INT));
        try {
            int left = (int) sleep.invokeExact(seconds);
            assertThat(left).isZero();
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
