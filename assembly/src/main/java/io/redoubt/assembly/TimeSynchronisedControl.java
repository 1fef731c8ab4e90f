package io.redoubt.assembly;

import io.redoubt.control.CannotLookException;
import io.redoubt.control.Control;
import io.redoubt.control.Deviation;
import io.redoubt.control.Reading;
import io.redoubt.control.Row;
import io.redoubt.control.Severity;
import io.redoubt.control.Subject;
import io.redoubt.control.Vantage;
import io.redoubt.control.Verdict;
import io.redoubt.control.Verdict.Fail;
import io.redoubt.control.Verdict.Pass;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// Asks the kernel whether somebody keeps its clock.
final class TimeSynchronisedControl implements Control<ClockState> {

    static final Row ROW = Row.of(
            "host.time-synchronised",
            "the clock of this machine is kept right by a time service",
            Severity.MEDIUM,
            Vantage.HOST);

    private static final Duration MOST = Duration.ofSeconds(1);

    private final String node;
    private final KernelClock kernel;
    private final InstantSource clock;

    TimeSynchronisedControl(String node, KernelClock kernel, InstantSource clock) {
        this.node = node;
        this.kernel = kernel;
        this.clock = clock;
    }

    @Override
    public Row row() {
        return ROW;
    }

    @Override
    public List<Subject> subjects() {
        return List.of(Subject.of("host:" + node));
    }

    @Override
    public Reading<ClockState> read(Subject subject) throws CannotLookException {
        return new Reading<>(subject, ROW.vantage(), clock.instant(), kernel.read());
    }

    @Override
    public Verdict judge(Reading<ClockState> reading) {
        ClockState seen = reading.seen();
        if (!seen.synchronised()) {
            return fail(
                    Severity.MEDIUM,
                    "no time service keeps the clock",
                    "a clock that the kernel knows to be synchronised",
                    "not synchronised (adjtimex: state %d, status 0x%04x)".formatted(seen.state(), seen.status()),
                    "install chrony, or: systemctl enable --now systemd-timesyncd");
        }
        if (seen.maximumError().compareTo(MOST) > 0) {
            return fail(
                    Severity.LOW,
                    "the clock may be off by more than a second",
                    "at most " + MOST.toMillis() + " ms",
                    "at most " + seen.maximumError().toMillis() + " ms",
                    "look why the time service does not reach its servers: chronyc tracking, or timedatectl timesync-status");
        }
        return new Pass("synchronised, at most " + seen.maximumError().toMillis() + " ms off");
    }

    private static Fail fail(Severity severity, String summary, String expected, String observed, String mend) {
        return new Fail(List.of(new Deviation(severity, summary, expected, observed, mend)));
    }
}
