package io.redoubt.assembly;

import io.redoubt.control.Assessment;
import io.redoubt.control.AssessmentListener;
import io.redoubt.control.Assessor;
import io.redoubt.control.Control;
import io.redoubt.control.ControlId;
import io.redoubt.control.Limits;
import io.redoubt.control.PostureHistory.RoundScope;
import io.redoubt.control.Vantage;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Holds a scope against reality, as often as it is asked, and records what it saw where there is an instance.
/// Thread-safe: rounds run one after another.
public final class Survey {

    /// Where there is no instance.
    public static final Set<Vantage> FROM_AFAR = Set.of(Vantage.WIRE);

    /// A machine that has an instance is one of the service's own: only there is looking at the machine of any use.
    public static final Set<Vantage> FROM_WITHIN = Set.of(Vantage.WIRE, Vantage.HOST, Vantage.STORE);

    private final Scope scope;
    private final Predicate<ControlId> asked;
    private final @Nullable Recorder recorder;
    private final Set<Vantage> reachable;
    private final InstantSource clock;
    private final Assessor assessor;

    /// Where verdicts are kept.
    ///
    /// @param policy the digest of the policy that the scope is of
    /// @param actor  as the ledger names it
    public record Recorder(Instance instance, String policy, String actor) {}

    /// What was seen.
    ///
    /// @param assessments with what is waived marked
    /// @param at          when the looking ended
    public record Seen(List<Assessment> assessments, Instant at) {

        public Seen {
            assessments = List.copyOf(assessments);
        }
    }

    /// @param asked    the controls of which the scope names every subject: what left it is recorded as retired
    /// @param recorder  null where nothing is recorded
    /// @param reachable where it can look from
    public Survey(
            Scope scope,
            Predicate<ControlId> asked,
            @Nullable Recorder recorder,
            Set<Vantage> reachable,
            InstantSource clock) {
        this.scope = scope;
        this.asked = asked;
        this.recorder = recorder;
        this.reachable = Set.copyOf(reachable);
        this.clock = clock;
        this.assessor = new Assessor(clock, Limits.defaults().withTimeout(scope.timeout()));
    }

    public Set<Vantage> reachable() {
        return reachable;
    }

    /// Looks at everything.
    public Seen look(AssessmentListener listener) throws InterruptedException {
        Seen seen = see(listener);
        record(seen);
        return seen;
    }

    /// Looks at everything, and records nothing.
    public Seen see(AssessmentListener listener) throws InterruptedException {
        return seen(scope.controls(), listener);
    }

    /// Records what [#see] saw.
    public void record(Seen seen) {
        record(seen, new RoundScope(scope.controls(), reachable(), asked));
    }

    /// Looks at one control of the scope.
    ///
    /// @param stillAsked is asked when the looking has ended: what nobody waits for any more is not recorded
    /// @return whether it was recorded
    public boolean look(Control<?> control, BooleanSupplier stillAsked) throws InterruptedException {
        ControlId id = control.row().id();
        Seen seen = seen(List.of(control), AssessmentListener.SILENT);
        if (!stillAsked.getAsBoolean()) {
            return false;
        }
        record(seen, new RoundScope(List.of(control), reachable(), id::equals));
        return true;
    }

    /// Records that what the scope names no more has left. Looks at nothing.
    public void retire() {
        record(new Seen(List.of(), clock.instant()));
    }

    private Seen seen(List<Control<?>> controls, AssessmentListener listener) throws InterruptedException {
        List<Assessment> seen = assessor.assess(controls, reachable(), listener);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Instant now = clock.instant();
        return new Seen(scope.waivers().applyTo(seen, now), now);
    }

    private void record(Seen seen, RoundScope round) {
        if (recorder != null) {
            recorder.instance()
                    .posture()
                    .record(seen.assessments(), round, recorder.policy(), recorder.actor(), seen.at());
        }
    }
}
