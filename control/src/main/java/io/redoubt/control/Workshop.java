package io.redoubt.control;

import io.redoubt.control.ChangeState.Applied;
import io.redoubt.control.ChangeState.Conflicted;
import io.redoubt.control.ChangeState.Intended;
import io.redoubt.control.ChangeState.Reverting;
import io.redoubt.control.RemedyException.Touched;
import io.redoubt.ledger.LedgerException;
import io.redoubt.policy.Problem;
import io.redoubt.policy.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Carries changes out and puts them back, one at a time in this process. Each step finds out from the world how far
/// the one before it came, so it may be taken again by another process.
final class Workshop {

    /// Taken by whoever touches the world.
    final Workbench bench;

    private final ChangeRecords records;
    private final Journal journal;
    private final Map<String, Remedy> remedies;

    Workshop(ChangeRecords records, Journal journal, List<Remedy> remedies, Workbench bench) {
        this.records = records;
        this.journal = journal;
        this.remedies = remedies.stream().collect(Collectors.toUnmodifiableMap(Remedy::name, Function.identity()));
        this.bench = bench;
    }

    World observe(Change change) throws InterruptedException {
        try {
            return remedyOf(change).observe(change.plan());
        } catch (RemedyException e) {
            throw new ProblemException(Problem.of(
                    "can't see how far " + change.id() + " has come: " + e.why(), "mend that, then try again"));
        }
    }

    /// Whether an earlier process may have worked on what is carried out.
    enum Work {
        BEGUN_HERE,
        TAKEN_OVER
    }

    /// Finishes what is intended: does what is missing, and sees it by another path.
    Change carryOut(Change change, Intended intended, World seen, Work work) throws InterruptedException {
        // The intent is in the ledger before anything is touched.
        journal.settle();
        String actor = intended.approval().by();
        if (seen instanceof World.Other(String what)) {
            Ending ending = new Ending.DidNotWork(actor, "the world was changed by someone else");
            return records.advance(change, intended.conflicted(ending, Conflict.found(change, what)), actor);
        }
        try {
            remedyOf(change).apply(change.plan());
        } catch (RemedyException e) {
            // A world that looks as before says nothing of what somebody else had begun.
            if (e.touched() == Touched.NOTHING && seen instanceof World.Before && work == Work.BEGUN_HERE) {
                return records.advance(change, intended.untouched(e.why()), actor);
            }
            Ending ending = new Ending.DidNotWork(actor, e.why());
            return putBack(records.advance(change, intended.reverting(ending), actor));
        } catch (RuntimeException broken) {
            Ending ending = new Ending.DidNotWork(actor, brokeBy(broken));
            return putBack(records.advance(change, intended.reverting(ending), actor));
        }
        Applied applied = intended.applied();
        Change done = records.advance(change, applied, actor);
        return judge(done, applied, proof(done));
    }

    /// Of what an earlier process had applied: sees again that it is there and works, or puts it back.
    Change proveAgain(Change change, Applied applied) throws InterruptedException {
        return judge(change, applied, seeAgain(change));
    }

    private Change judge(Change change, Applied applied, Proof proof) throws InterruptedException {
        String actor = applied.approval().by();
        return switch (proof) {
            case Proof.Given(String observed) -> records.advance(change, applied.verified(observed), actor);
            case Proof.Missing(String why) ->
                putBack(records.advance(change, applied.reverting(new Ending.DidNotWork(actor, why)), actor));
        };
    }

    /// Whether the world still is as the change made it, and the other path shows it. Touches nothing.
    Proof seeAgain(Change change) throws InterruptedException {
        return switch (observe(change)) {
            case World.After() -> proof(change);
            case World.Before() -> new Proof.Missing("it is as it was before");
            case World.Between() -> new Proof.Missing("some of it is as it was before");
            case World.Other(String what) -> new Proof.Missing(what);
        };
    }

    private Proof proof(Change change) throws InterruptedException {
        try {
            return remedyOf(change).verify(change.plan());
        } catch (RuntimeException broken) {
            return new Proof.Missing(brokeBy(broken));
        }
    }

    /// Makes the world what it was before.
    Change putBack(Change change) throws InterruptedException {
        if (!(change.state() instanceof Reverting reverting)) {
            throw new IllegalArgumentException("nothing to put back of " + change.id());
        }
        settleIfItCan();
        String actor = reverting.approval().by();
        if (observe(change) instanceof World.Other(String what)) {
            return records.advance(change, reverting.conflicted(Conflict.found(change, what)), actor);
        }
        Optional<String> left = undo(change);
        return left.isEmpty()
                ? records.advance(change, reverting.reverted(), actor)
                : records.advance(change, reverting.conflicted(Conflict.notPutBack(change, left.get())), actor);
    }

    /// Ends a conflict where the world looks again as it was before, and the remedy can undo the rest: that nothing
    /// differs any more does not say that what runs has been told. Touches nothing where it looks otherwise.
    Change endConflict(Change change, Conflicted conflicted, String actor) throws InterruptedException {
        if (!(observe(change) instanceof World.Before)) {
            return change;
        }
        Optional<String> left = undo(change);
        if (left.isEmpty()) {
            return records.advance(change, conflicted.reverted(), actor);
        }
        String why = Conflict.notPutBack(change, left.get());
        // Tried every few seconds: recorded only where there is something new to say.
        return why.equals(conflicted.why()) ? change : records.advance(change, conflicted.because(why), actor);
    }

    /// @return what stood in the way, one line, or empty where the world is what it was before
    private Optional<String> undo(Change change) throws InterruptedException {
        try {
            remedyOf(change).undo(change.plan());
        } catch (RemedyException e) {
            return Optional.of(e.why());
        } catch (RuntimeException broken) {
            return Optional.of(brokeBy(broken));
        }
        return observe(change) instanceof World.Before ? Optional.empty() : Optional.of("it is not as it was");
    }

    /// The world is put back even while the ledger can't take more: the intent is durable in the store, and gets into
    /// the ledger later.
    private void settleIfItCan() {
        try {
            journal.settle();
        } catch (LedgerException _) {
            // Said by who drains the outbox next.
        }
    }

    private Remedy remedyOf(Change change) {
        Remedy remedy = remedies.get(change.plan().remedy());
        if (remedy == null) {
            throw Refusals.noRemedy(change);
        }
        return remedy;
    }

    /// The message of what broke may hold anything.
    private static String brokeBy(RuntimeException broken) {
        return "the remedy broke by " + broken.getClass().getSimpleName();
    }

    /// What is said where nothing more is done.
    private static final class Conflict {

        static String found(Change change, String what) {
            return what + "; nothing was touched; " + mend(change);
        }

        static String notPutBack(Change change, String why) {
            return "it could not be put back: " + why + "; " + mend(change);
        }

        private static String mend(Change change) {
            return "put it back by hand, try `redoubt undo %s`, or leave it by `redoubt undo --abandon %s`"
                    .formatted(change.id(), change.id());
        }
    }
}
