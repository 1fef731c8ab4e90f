package io.redoubt.bench;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.redoubt.control.Assessment;
import io.redoubt.control.AssessmentListener;
import io.redoubt.control.Assessor;
import io.redoubt.control.Control;
import io.redoubt.control.Limits;
import io.redoubt.control.Reading;
import io.redoubt.control.Row;
import io.redoubt.control.Severity;
import io.redoubt.control.Subject;
import io.redoubt.control.Vantage;
import io.redoubt.control.Verdict;
import java.io.PrintStream;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// 1,000 controls of 10 ms each, without and with four that spin and two stuck in native code among them. Prints, as
/// medians, when the last healthy one had its verdict and when the last of all.
public final class AssessorBench {

    private static final int CONTROLS = 1000;
    private static final int ROUNDS = 7;
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final Set<Integer> SPINNING = Set.of(0, 300, 600, 900);
    private static final Set<Integer> IN_NATIVE_CODE = Set.of(150, 750);

    private static volatile boolean spin;

    private AssessorBench() {}

    private record Times(Duration healthy, Duration all) {}

    public static void main(String... arguments) throws InterruptedException {
        PrintStream out = System.out;
        out.printf("%d controls of 10 ms, median of %d rounds, each by a new assessor%n", CONTROLS, ROUNDS);
        print(out, "all healthy", Set.of(), Set.of());
        print(out, "four spin, two stuck in native code", SPINNING, IN_NATIVE_CODE);
    }

    private static void print(PrintStream out, String what, Set<Integer> spinning, Set<Integer> inNativeCode)
            throws InterruptedException {
        List<Duration> healthy = new ArrayList<>();
        List<Duration> all = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            spin = true;
            Times times = round(spinning, inNativeCode);
            healthy.add(times.healthy());
            all.add(times.all());
            spin = false;
            Thread.sleep(Duration.ofMillis(200));
        }
        out.printf("%-36s healthy ones after %s, all after %s%n", what, median(healthy), median(all));
    }

    private static String median(List<Duration> durations) {
        List<Duration> sorted = durations.stream().sorted().toList();
        return "%,d ms (slowest %,d ms)"
                .formatted(
                        sorted.get(sorted.size() / 2).toMillis(),
                        sorted.getLast().toMillis());
    }

    private static Times round(Set<Integer> spinning, Set<Integer> inNativeCode) {
        List<Control<?>> controls = new ArrayList<>();
        for (int number = 0; number < CONTROLS; number++) {
            controls.add(new Slow(number, spinning.contains(number), inNativeCode.contains(number)));
        }
        int stuck = spinning.size() + inNativeCode.size();
        List<Duration> healthy = new ArrayList<>();
        long start = System.nanoTime();
        AssessmentListener listener = new AssessmentListener() {
            @Override
            public void assessed(Assessment assessment, int decided, int of) {
                if (decided == of - stuck) {
                    healthy.add(Duration.ofNanos(System.nanoTime() - start));
                }
            }
        };
        List<Assessment> assessments = new Assessor(
                        InstantSource.system(), Limits.defaults().withTimeout(TIMEOUT))
                .assess(controls, Set.of(Vantage.HOST), listener);
        Duration all = Duration.ofNanos(System.nanoTime() - start);
        long unknown = assessments.stream()
                .filter(assessment -> assessment.verdict().state() == Verdict.State.UNKNOWN)
                .count();
        if (unknown != stuck) {
            throw new IllegalStateException(unknown + " are Unknown where " + stuck + " are stuck");
        }
        return new Times(healthy.getFirst(), all);
    }

    private record Slow(int number, boolean spins, boolean inNativeCode) implements Control<String> {

        @Override
        public Row row() {
            return Row.of("host.control-" + number, "it answers", Severity.LOW, Vantage.HOST);
        }

        @Override
        public List<Subject> subjects() {
            return List.of(Subject.of("host:h" + number));
        }

        @Override
        public Reading<String> read(Subject subject) throws InterruptedException {
            while (spins && spin) {
                Thread.onSpinWait();
            }
            if (inNativeCode) {
                sleepInNativeCode();
            }
            Thread.sleep(Duration.ofMillis(10));
            return new Reading<>(subject, Vantage.HOST, Instant.EPOCH, "seen");
        }

        @Override
        public Verdict judge(Reading<String> reading) {
            return new Verdict.Pass(reading.seen());
        }

        @SuppressWarnings("restricted")
        private static void sleepInNativeCode() {
            Linker linker = Linker.nativeLinker();
            MethodHandle sleep = linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("sleep"), FunctionDescriptor.of(JAVA_INT, JAVA_INT));
            try {
                int _ = (int) sleep.invokeExact(5);
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
