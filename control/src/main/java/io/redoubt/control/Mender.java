package io.redoubt.control;

import io.redoubt.control.ChangeState.Applied;
import io.redoubt.control.ChangeState.Approved;
import io.redoubt.control.ChangeState.Conflicted;
import io.redoubt.control.ChangeState.Intended;
import io.redoubt.control.ChangeState.Kept;
import io.redoubt.control.ChangeState.Planned;
import io.redoubt.control.ChangeState.Verified;
import io.redoubt.control.Remedy.CannotMend;
import io.redoubt.control.Remedy.Planning;
import io.redoubt.policy.Mode;
import io.redoubt.store.Store;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Mends what controls found, in two steps: a plan that is shown, and its application once somebody has approved that
/// very plan. What is applied for a while is undone at its end unless it is confirmed.
///
/// Whatever it refuses is a [ProblemException] with the mend; a race with another process is a
/// [StoreException.Conflict]. Thread-safe: it touches the world from one thread at a time.
public final class Mender {

    /// For what a person applies by hand: who has locked himself out can't confirm, and gets back in.
    public static final Duration INTERACTIVE_LEASE = Duration.ofMinutes(10);

    private final ChangeRecords records;
    private final Workshop workshop;
    private final TimeOrderedId ids;
    private final List<Remedy> remedies;
    private final Map<String, Mode> modes;

    /// @param node     whose world this is
    /// @param bench    the one of this process
    /// @param remedies each with a name of its own
    /// @param modes    of the policy's sections; one that is not there only looks
    /// @param random   for ids
    public Mender(
            Store store,
            Journal journal,
            String node,
            Workbench bench,
            List<Remedy> remedies,
            Map<String, Mode> modes,
            InstantSource clock,
            RandomGenerator random) {
        this.records = new ChangeRecords(store, journal, node, clock);
        this.workshop = new Workshop(records, journal, remedies, bench);
        this.ids = new TimeOrderedId("chg", random);
        this.remedies = List.copyOf(remedies);
        this.modes = Map.copyOf(modes);
    }

    /// What was planned, and what can't be mended from here.
    public record Proposal(List<Change> changes, List<CannotMend> not) {
        public Proposal {
            changes = List.copyOf(changes);
            not = List.copyOf(not);
        }
    }

    /// Plans for all that failed and is not waived. Touches nothing but the store. A plan that is there already, or a
    /// change that is under way for it, is returned as it is: also where nothing more can be done, because it fails
    /// no more, and nobody has looked since.
    ///
    /// @param actor who asks
    public Proposal plan(List<Assessment> assessments, String actor) throws InterruptedException {
        List<Assessment> failing = assessments.stream()
                .filter(assessment -> assessment.verdict() instanceof Verdict.Fail && !assessment.waived())
                .toList();
        List<Change> changes = new ArrayList<>();
        List<CannotMend> not = new ArrayList<>();
        for (Remedy remedy : remedies) {
            Planning planning = remedy.plan(failing);
            for (CannotMend cannot : planning.not()) {
                underWay(cannot).ifPresentOrElse(changes::add, () -> not.add(cannot));
            }
            for (Plan plan : planning.plans()) {
                changes.add(records.add(ids.next(records.now()), plan, actor));
            }
        }
        return new Proposal(changes.stream().distinct().toList(), not);
    }

    private Optional<Change> underWay(CannotMend cannot) {
        return records.unfinished().stream()
                .filter(change -> change.state().holdsTarget())
                .filter(change -> change.plan().mends().stream()
                        .anyMatch(mend -> mend.control().equals(cannot.control())
                                && mend.subject().equals(cannot.subject())))
                .findFirst();
    }

    /// Says yes to a plan.
    ///
    /// @param digest of the plan that was shown
    /// @param lease  after which it is undone unless it is confirmed, or null where it stays
    public Change approve(String id, String digest, String actor, @Nullable Duration lease) {
        Change change = ofThisNode(id);
        requireEnforcing(change);
        if (!change.plan().digest().equals(digest)) {
            throw Refusals.otherPlan(change, digest);
        }
        if (!(change.state() instanceof Planned planned)) {
            throw Refusals.wrongState(change, "only what is planned is approved");
        }
        Approval approval = new Approval(actor, digest, records.now(), lease);
        return records.advance(change, planned.approvedBy(approval), actor);
    }

    /// Does what was approved, and returns when it is seen to work or is put back. What a process that is gone left
    /// half done is finished.
    ///
    /// @return `Verified` (confirm it in time), `Kept`, `Failed` with the world as it was, or `Conflicted`
    public Change apply(String id, String actor) throws InterruptedException {
        workshop.bench.take();
        try {
            Change change = ofThisNode(id);
            requireEnforcing(change);
            return switch (change.state()) {
                case Approved approved -> begin(change, approved, actor);
                case Intended intended when workshop.bench.mayTake(intended.holder()) -> resume(change);
                case Applied applied when workshop.bench.mayTake(applied.holder()) -> resume(change);
                case ChangeState other
                when other instanceof Planned -> throw Refusals.wrongState(change, "only what is approved is applied");
                case ChangeState _ -> throw Refusals.wrongState(change, "it is not applied again");
            };
        } finally {
            workshop.bench.leave();
        }
    }

    private Change begin(Change change, Approved approved, String actor) throws InterruptedException {
        World seen = workshop.observe(change);
        String changed = switch (seen) {
            case World.Before() -> "";
            case World.After() -> "it is already as the plan makes it";
            case World.Between() -> "some of it is already as the plan makes it";
            case World.Other(String what) -> what;
        };
        if (!changed.isEmpty()) {
            records.advance(change, approved.withdrawn(actor, changed), actor);
            throw Refusals.worldChanged(change, changed);
        }
        Intended intended = approved.intended(records.now(), workshop.bench.holder());
        return workshop.carryOut(records.intend(change, intended, actor), intended, seen, Workshop.Work.BEGUN_HERE);
    }

    private Change resume(Change change) throws InterruptedException {
        return new Resuming(records, workshop).resume(change);
    }

    /// Makes a change with a lease stay, if the world still is as it made it and it is seen to work again. Otherwise
    /// its lease ends it as if nobody had asked.
    public Change confirm(String id, String actor) throws InterruptedException {
        workshop.bench.take();
        try {
            Change change = ofThisNode(id);
            if (!(change.state() instanceof Verified verified)) {
                throw Refusals.wrongState(change, "only what is verified and has an end is confirmed");
            }
            if (!records.now().isBefore(verified.ends())) {
                throw Refusals.wrongState(change, "its time was over at " + verified.ends());
            }
            return switch (workshop.seeAgain(change)) {
                case Proof.Given(String observed) ->
                    records.advance(change, verified.confirmedBy(actor, observed), actor);
                case Proof.Missing(String why) -> throw Refusals.notConfirmed(change, verified.ends(), why);
            };
        } finally {
            workshop.bench.leave();
        }
    }

    /// Makes the world what it was before the change, if nobody else has changed it since. Where somebody has, it
    /// touches nothing, and the change is conflicted until somebody decides.
    ///
    /// @return `Undone`, or `Conflicted`
    public Change undo(String id, String actor) throws InterruptedException {
        workshop.bench.take();
        try {
            Change change = ofThisNode(id);
            Ending ending = new Ending.ByRequest(actor);
            Holder us = workshop.bench.holder();
            ChangeState reverting = switch (change.state()) {
                case Verified verified -> verified.reverting(ending, us);
                case Kept kept -> kept.reverting(ending, us);
                case Conflicted conflicted -> conflicted.reverting(ending, us);
                case Intended intended
                when workshop.bench.mayTake(intended.holder()) ->
                    intended.takenOverBy(us).reverting(ending);
                case Applied applied
                when workshop.bench.mayTake(applied.holder()) ->
                    applied.takenOverBy(us).reverting(ending);
                case ChangeState.Reverting left when workshop.bench.mayTake(left.holder()) -> left.takenOverBy(us);
                case ChangeState _ -> throw Refusals.wrongState(change, "there is nothing to undo");
            };
            // Where nobody can look, it stays in its state.
            workshop.observe(change);
            return workshop.putBack(records.advance(change, reverting, actor));
        } finally {
            workshop.bench.leave();
        }
    }

    /// Leaves the world as it is, where it is neither as before nor as after.
    public Change abandon(String id, String actor) {
        Change change = ofThisNode(id);
        if (!(change.state() instanceof Conflicted conflicted)) {
            throw Refusals.wrongState(change, "only what is conflicted is abandoned");
        }
        return records.advance(change, conflicted.abandonedBy(actor), actor);
    }

    /// Takes a plan back before anything was done.
    public Change withdraw(String id, String actor, String why) {
        Change change = ofThisNode(id);
        return switch (change.state()) {
            case Planned planned -> records.advance(change, planned.withdrawn(actor, why), actor);
            case Approved approved -> records.advance(change, approved.withdrawn(actor, why), actor);
            case ChangeState _ -> throw Refusals.wrongState(change, "only what is not begun is withdrawn");
        };
    }

    public Optional<Change> find(String id) {
        return records.find(id);
    }

    /// Of all nodes, newest first.
    public List<Change> latest(int atMost) {
        return records.latest(atMost);
    }

    /// Of this node, oldest first.
    public List<Change> unfinished() {
        return records.unfinished();
    }

    /// What makes intent and world agree again after a crash, and ends leases on time.
    public Reconciler reconciler() {
        return new Reconciler(records, workshop);
    }

    private Change ofThisNode(String id) {
        Change change = records.find(id).orElseThrow(() -> Refusals.noSuchChange(id));
        if (!change.node().equals(records.node())) {
            throw Refusals.otherNode(change);
        }
        return change;
    }

    private void requireEnforcing(Change change) {
        for (Mended mend : change.plan().mends()) {
            String section = mend.control().section();
            if (modes.getOrDefault(section, Mode.VERIFY) != Mode.ENFORCE) {
                throw Refusals.onlyLooks(section);
            }
        }
    }
}
