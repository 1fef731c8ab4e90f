package io.redoubt.server.jobs;

import io.redoubt.assembly.Core;
import io.redoubt.assembly.Scope;
import io.redoubt.assembly.Survey;
import io.redoubt.control.Control;
import io.redoubt.control.ControlId;
import io.redoubt.server.view.Reading;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The controls of the policy in force, each with a survey of its own, so that one that hangs keeps no other waiting.
/// Thread-safe.
final class Watches {

    private final Core core;
    private final Reading reading;
    private volatile @Nullable Made made;

    private record Made(Scope scope, Map<ControlId, Survey> surveys) {}

    Watches(Core core, Reading reading) {
        this.core = core;
        this.reading = reading;
    }

    /// What looks at a control of the scope.
    ///
    /// @param every how often
    record Watch(Control<?> control, Survey survey, Duration every) {}

    Optional<Watch> of(ControlId id) {
        Made now = made();
        return now.scope()
                .catalogue()
                .find(id)
                .map(control -> new Watch(
                        control,
                        now.surveys().computeIfAbsent(id, _ -> survey(now.scope())),
                        core.policy().checks().every(id)));
    }

    Scope scope() {
        return made().scope();
    }

    /// What looks at everything.
    Survey survey() {
        return survey(scope());
    }

    @SuppressWarnings(
            "ReferenceEquality") // A scope is made anew when the policy is another; it equals nothing but itself.
    private Made made() {
        Scope scope = reading.scope();
        Made known = made;
        if (known != null && known.scope().equals(scope)) {
            return known;
        }
        Made next = new Made(scope, new ConcurrentHashMap<>());
        made = next;
        return next;
    }

    private Survey survey(Scope scope) {
        return new Survey(
                scope,
                _ -> true,
                new Survey.Recorder(
                        core.instance(),
                        core.policy().digest(),
                        "node:" + core.instance().node()),
                Survey.FROM_WITHIN,
                core.clock());
    }
}
