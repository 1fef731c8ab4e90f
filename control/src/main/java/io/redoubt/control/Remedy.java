package io.redoubt.control;

import java.util.List;

/// A way to mend what controls found. It plans without touching anything; what it then does is told by the plan alone,
/// so another process can finish it or put it back.
///
/// `apply` and `undo` are idempotent: they do what is still missing, and leave alone what is neither as before nor as
/// after. They may end at any instruction.
public interface Remedy {

    /// For ever: stored changes refer to it.
    String name();

    /// Plans for those of `failing` that it can mend; one plan may mend several, when they lie in one target. What it
    /// could mend elsewhere but not here it says by [CannotMend].
    ///
    /// @param failing assessments with a `Fail`
    Planning plan(List<Assessment> failing) throws InterruptedException;

    /// How much of the plan the world holds. Touches nothing.
    World observe(Plan plan) throws RemedyException, InterruptedException;

    /// @throws RemedyException when it did not come about; the world is put back by `undo` then
    void apply(Plan plan) throws RemedyException, InterruptedException;

    /// Looks by another path than the one that `apply` took, for a bounded time.
    Proof verify(Plan plan) throws InterruptedException;

    /// Also where the world looks as before: what runs may have to be told still. Only its success ends a change.
    ///
    /// @throws RemedyException when the world could not be put back
    void undo(Plan plan) throws RemedyException, InterruptedException;

    /// What can be done, and what can't and why.
    record Planning(List<Plan> plans, List<CannotMend> not) {
        public Planning {
            plans = List.copyOf(plans);
            not = List.copyOf(not);
        }

        public static Planning nothing() {
            return new Planning(List.of(), List.of());
        }
    }

    /// @param why  one line
    /// @param mend what one can do instead, or empty
    record CannotMend(ControlId control, Subject subject, String why, String mend) {}
}
