package io.redoubt.control;

import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/// Holds controls against reality, side by side.
///
/// Whatever a control does, each of its subjects gets a verdict in bounded time: one that hangs is interrupted, then
/// abandoned, and is Unknown. Thread-safe: rounds of one assessor run one after another.
public final class Assessor {

    private final InstantSource clock;
    private final Limits limits;
    private final Lookers lookers = new Lookers();

    public Assessor(InstantSource clock, Limits limits) {
        this.clock = clock;
        this.limits = limits;
    }

    /// One assessment for each subject of each control whose vantage is `reachable`, in the order of `controls`, then
    /// of subjects.
    ///
    /// When the calling thread is interrupted, what has no verdict yet is Unknown; the thread stays interrupted.
    public synchronized List<Assessment> assess(
            List<Control<?>> controls, Set<Vantage> reachable, AssessmentListener listener) {
        Round round = new Round(clock, limits, lookers, listener);
        for (Control<?> control : controls) {
            if (reachable.contains(control.row().vantage())) {
                round.add(control);
            }
        }
        return round.run();
    }

    /// Those of `controls` that have something to look at, but can't look from here: they get no verdict.
    public static List<ControlId> notAssessedHere(List<Control<?>> controls, Set<Vantage> reachable) {
        return controls.stream()
                .filter(control -> !reachable.contains(control.row().vantage()))
                .filter(control -> !control.subjects().isEmpty())
                .map(control -> control.row().id())
                .toList();
    }
}
