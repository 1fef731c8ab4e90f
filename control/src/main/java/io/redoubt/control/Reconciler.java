package io.redoubt.control;

import io.redoubt.control.ChangeState.Abandoned;
import io.redoubt.control.ChangeState.Applied;
import io.redoubt.control.ChangeState.Approved;
import io.redoubt.control.ChangeState.Conflicted;
import io.redoubt.control.ChangeState.Expired;
import io.redoubt.control.ChangeState.Failed;
import io.redoubt.control.ChangeState.Intended;
import io.redoubt.control.ChangeState.Kept;
import io.redoubt.control.ChangeState.Planned;
import io.redoubt.control.ChangeState.Reverting;
import io.redoubt.control.ChangeState.Undone;
import io.redoubt.control.ChangeState.Verified;
import io.redoubt.control.ChangeState.Withdrawn;
import io.redoubt.ledger.LedgerException;
import io.redoubt.policy.ProblemException;
import io.redoubt.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes intent and world agree: goes on with what a process left that is gone, and undoes what has come to its end.
/// Run it after each start, and every few seconds. Several may run at once; each move is made by one of them.
public final class Reconciler {

    /// A plan that nobody carried out by then speaks of a world that is gone.
    private static final Duration PLAN_HOLDS = Duration.ofDays(1);

    private final ChangeRecords records;
    private final Workshop workshop;
    private final Resuming resuming;

    Reconciler(ChangeRecords records, Workshop workshop) {
        this.records = records;
        this.workshop = workshop;
        this.resuming = new Resuming(records, workshop);
    }

    /// One change that moved, needs a decision, or could not be worked on.
    ///
    /// @param change  as it is now
    /// @param problem what stood in the way, one line, or empty
    public record Outcome(Change change, String problem) {}

    /// @param now leases that end by then are over
    /// @return what moved, what is conflicted, and what could not be worked on; empty where all agrees
    public List<Outcome> run(Instant now) throws InterruptedException {
        List<Outcome> outcomes = new ArrayList<>();
        for (Change change : records.unfinished()) {
            workshop.bench.take();
            try {
                // Who had the bench before may have moved it.
                Change current = records.find(change.id()).orElse(change);
                reconcile(current, now).ifPresent(moved -> outcomes.add(new Outcome(moved, "")));
            } catch (StoreException.Conflict _) {
                // Another one moved it: it is in good hands.
            } catch (ProblemException | StoreException | LedgerException e) {
                outcomes.add(new Outcome(
                        records.find(change.id()).orElse(change),
                        String.valueOf(e.getMessage()).lines().findFirst().orElse("")));
            } finally {
                workshop.bench.leave();
            }
        }
        return outcomes;
    }

    private Optional<Change> reconcile(Change change, Instant now) throws InterruptedException {
        String actor = resuming.actor();
        return switch (change.state()) {
            case Planned planned
            when isStale(change, now) ->
                Optional.of(records.advance(change, planned.withdrawn(actor, "nobody approved it in time"), actor));
            case Approved approved
            when isStale(change, now) ->
                Optional.of(records.advance(change, approved.withdrawn(actor, "nobody applied it in time"), actor));
            case Planned _, Approved _ -> Optional.empty();
            case Intended intended -> resume(change, intended.holder());
            case Applied applied -> resume(change, applied.holder());
            case Reverting reverting -> resume(change, reverting.holder());
            case Verified verified
            when !now.isBefore(verified.ends()) ->
                Optional.of(workshop.putBack(records.advance(
                        change, verified.reverting(new Ending.LeaseOver(), workshop.bench.holder()), actor)));
            case Verified _ -> Optional.empty();
            case Conflicted conflicted
            when workshop.bench.mayTake(conflicted.holder()) ->
                Optional.of(workshop.endConflict(change, conflicted, actor));
            case Conflicted _ -> Optional.of(change);
            case Kept _, Withdrawn _, Undone _, Expired _, Failed _, Abandoned _ -> Optional.empty();
        };
    }

    private Optional<Change> resume(Change change, Holder holder) throws InterruptedException {
        return workshop.bench.mayTake(holder) ? Optional.of(resuming.resume(change)) : Optional.empty();
    }

    private static boolean isStale(Change change, Instant now) {
        return Duration.between(change.updatedAt(), now).compareTo(PLAN_HOLDS) >= 0;
    }
}
