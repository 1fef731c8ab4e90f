package io.redoubt.control;

import io.redoubt.control.Verdict.Fail;
import io.redoubt.control.Verdict.NotApplicable;
import io.redoubt.control.Verdict.Pass;
import io.redoubt.control.Verdict.Unknown;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One assessment before it has its verdict. Confined to the round's thread, except for [#look].
final class Task {

    /// What a look from an earlier round is recognised by.
    record Key(ControlId control, Subject subject) {}

    /// What a look led to.
    ///
    /// @param fault what the control threw where it should have answered, or null
    record Outcome(Verdict verdict, Instant at, @Nullable Throwable fault) {}

    private final Control<?> control;
    private final Row row;
    private final Subject subject;
    private final HostQueue host;
    private final SubjectBudget budget;

    private Lookers.@Nullable Look looking;
    private long startedAtNanos;
    private @Nullable Assessment assessment;

    Task(Control<?> control, Row row, Subject subject, HostQueue host, SubjectBudget budget) {
        this.control = control;
        this.row = row;
        this.subject = subject;
        this.host = host;
        this.budget = budget;
    }

    Key key() {
        return new Key(row.id(), subject);
    }

    Subject subject() {
        return subject;
    }

    HostQueue host() {
        return host;
    }

    SubjectBudget budget() {
        return budget;
    }

    void started(Lookers.Look look, long now) {
        looking = look;
        startedAtNanos = now;
        host.started(now);
        budget.started(now);
    }

    boolean isRunning() {
        return looking != null && assessment == null;
    }

    boolean isDecided() {
        return assessment != null;
    }

    Assessment assessment() {
        return Objects.requireNonNull(assessment);
    }

    Assessment decide(Verdict verdict, Instant at, long now) {
        Duration took = Duration.ZERO;
        if (looking != null) {
            took = Duration.ofNanos(now - startedAtNanos);
            host.ended();
            budget.ended(now);
        }
        assessment = new Assessment(row, subject, verdict, at, took, null);
        return assessment;
    }

    void interrupt() {
        if (looking != null) {
            looking.interrupt();
        }
    }

    /// Runs on a thread of its own.
    Outcome look(InstantSource clock) {
        try {
            return look(control, clock);
        } catch (Throwable fault) {
            // Whatever a control throws, an Error too, is that control's alone.
            return new Outcome(broken(fault), clock.instant(), fault);
        }
    }

    private <S> Outcome look(Control<S> typed, InstantSource clock) {
        try {
            Reading<S> reading = typed.read(subject);
            Verdict verdict = withinCeiling(typed.judge(reading));
            // Judging is pure: every test that goes through an assessor finds out, production does not pay for it.
            assert verdict.equals(withinCeiling(typed.judge(reading))) : row.id() + " gave two verdicts on one reading";
            return new Outcome(verdict, reading.at(), null);
        } catch (CannotLookException e) {
            return new Outcome(new Unknown(e.why(), e.mend()), clock.instant(), null);
        } catch (InterruptedException _) {
            return new Outcome(new Unknown("interrupted", ""), clock.instant(), null);
        }
    }

    private Verdict withinCeiling(Verdict verdict) {
        return switch (verdict) {
            case Fail(List<Deviation> deviations) ->
                new Fail(deviations.stream()
                        .map(deviation -> deviation.notAbove(row.severity()))
                        .toList());
            case Pass _, Unknown _, NotApplicable _ -> verdict;
        };
    }

    /// Tells only the class: a message may hold anything.
    static Unknown broken(Throwable fault) {
        return new Unknown(
                "the check itself failed: " + fault.getClass().getSimpleName(),
                "run it again with --debug, and report what it prints");
    }
}
