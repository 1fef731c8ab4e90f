package io.redoubt.control;

import io.redoubt.control.ChangeState.Applied;
import io.redoubt.control.ChangeState.Intended;
import io.redoubt.control.ChangeState.Reverting;
import io.redoubt.control.RemedyException.Touched;
import io.redoubt.ledger.LedgerException;
import io.redoubt.policy.Problem;
import io.redoubt.policy.ProblemException;
import java.util.List;
import java.util.Map;
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

    /// Finishes what is intended: does what is missing, and sees it by another path.
    Change carryOut(Change change, Intended intended, World seen) throws InterruptedException {
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
            if (e.touched() == Touched.NOTHING && seen instanceof World.Before) {
                return records.advance(change, intended.untouched(e.why()), actor);
            }
            Ending ending = new Ending.DidNotWork(actor, e.why());
            return putBack(records.advance(change, intended.reverting(ending), actor));
        } catch (RuntimeException broken) {
            Ending ending = new Ending.DidNotWork(actor, brokeBy(broken));
            return putBack(records.advance(change, intended.reverting(ending), actor));
        }
        return prove(records.advance(change, intended.applied(), actor));
    }

    /// Sees by another path that it works, or puts it back.
    Change prove(Change change) throws InterruptedException {
        if (!(change.state() instanceof Applied applied)) {
            throw new IllegalArgumentException("nothing to prove of " + change.id());
        }
        String actor = applied.approval().by();
        return switch (proof(change)) {
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
        try {
            remedyOf(change).undo(change.plan());
        } catch (RemedyException e) {
            return records.advance(change, reverting.conflicted(Conflict.notPutBack(change, e.why())), actor);
        } catch (RuntimeException broken) {
            return records.advance(change, reverting.conflicted(Conflict.notPutBack(change, brokeBy(broken))), actor);
        }
        return observe(change) instanceof World.Before
                ? records.advance(change, reverting.reverted(), actor)
                : records.advance(
                        change, reverting.conflicted(Conflict.notPutBack(change, "it is not as it was")), actor);
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
