package io.redoubt.control;

import io.redoubt.ledger.Json;
import io.redoubt.store.Changes;
import io.redoubt.store.SecretBytes;
import io.redoubt.store.Store;
import io.redoubt.store.StoreException;
import io.redoubt.store.Transaction;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The changes of the store, as they are meant: each move is one transaction that advances the row by compare-and-set
/// and leaves one event for the ledger.
final class ChangeRecords {

    /// Of the body, in case that it must be told from a later one.
    private static final String FORMAT = "1";

    private final Store store;
    private final Journal journal;
    private final String node;
    private final InstantSource clock;

    ChangeRecords(Store store, Journal journal, String node, InstantSource clock) {
        this.store = store;
        this.journal = journal;
        this.node = node;
        this.clock = clock;
    }

    String node() {
        return node;
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    Optional<Change> find(String id) {
        return store.read(t -> t.changes().find(id).map(ChangeRecords::change));
    }

    List<Change> latest(int atMost) {
        return store.read(t ->
                t.changes().latest(atMost).stream().map(ChangeRecords::change).toList());
    }

    /// Those of this node.
    List<Change> unfinished() {
        return store.read(this::unfinished);
    }

    private List<Change> unfinished(Transaction t) {
        return t.changes().unfinished().stream()
                .map(ChangeRecords::change)
                .filter(change -> change.node().equals(node))
                .toList();
    }

    /// Stores a plan, unless the same one is there already. A plan of the same intent that nobody has approved makes
    /// room for it; one that is under way is returned instead.
    Change add(String id, Plan plan, String actor) {
        Instant now = now();
        String intent = plan.intent(node);
        return store.inTransaction(t -> {
            Optional<Change> same = unfinished(t).stream()
                    .filter(change -> change.plan().intent(node).equals(intent))
                    .findFirst();
            if (same.isPresent()) {
                boolean replaceable = same.get().state() instanceof ChangeState.Planned
                        && !same.get().plan().digest().equals(plan.digest());
                if (!replaceable) {
                    return same.get();
                }
                ChangeState withdrawn = new ChangeState.Planned().withdrawn(actor, "planned anew as " + id);
                advance(t, same.get(), withdrawn, actor, now);
            }
            ChangeState state = new ChangeState.Planned();
            Changes.Change row =
                    t.changes().add(new Changes.New(id, intent, state.text(), null, now, body(plan, state)));
            Change change = change(row);
            journal.record(t, ChangeEvents.of(change, actor));
            return change;
        });
    }

    /// Moves a change on.
    ///
    /// @throws StoreException.Conflict when another has moved it meanwhile
    Change advance(Change from, ChangeState to, String actor) {
        Instant now = now();
        return store.inTransaction(t -> advance(t, from, to, actor, now));
    }

    /// Moves an approved change to its intent, unless another change holds the target.
    ///
    /// @throws StoreException.Conflict when another has moved it meanwhile
    /// @throws io.redoubt.policy.ProblemException when the target is held
    Change intend(Change from, ChangeState.Intended to, String actor) {
        Instant now = now();
        return store.inTransaction(t -> {
            for (Change other : unfinished(t)) {
                boolean holds = other.state().holdsTarget()
                        && other.plan().target().equals(from.plan().target())
                        && !other.id().equals(from.id());
                if (holds) {
                    throw Refusals.targetHeld(from, other);
                }
            }
            return advance(t, from, to, actor, now);
        });
    }

    private Change advance(Transaction t, Change from, ChangeState to, String actor, Instant now) {
        Changes.Change row = t.changes().find(from.id()).orElseThrow(() -> Refusals.noSuchChange(from.id()));
        if (row.version() != from.version()) {
            throw Refusals.movedMeanwhile(from);
        }
        Change moved = change(t.changes()
                .advance(row, new Changes.Next(to.text(), to.finished(), to.endsAt(), now, body(from.plan(), to))));
        journal.record(t, ChangeEvents.of(moved, actor));
        return moved;
    }

    private SecretBytes body(Plan plan, ChangeState state) {
        return SecretBytes.copyOf(Json.of(Map.of(
                        "format", Json.of(FORMAT),
                        "node", Json.of(node),
                        "plan", PlanJson.of(plan),
                        "state", StateJson.of(state)))
                .toBytes());
    }

    private static Change change(Changes.Change row) {
        Fields body = Fields.of(Json.ofBytes(row.body().reveal()));
        ChangeState state = StateJson.read(body.fields("state"));
        if (!body.text("format").equals(FORMAT) || !state.text().equals(row.state())) {
            throw new IllegalArgumentException("change " + row.id() + " is not as this release writes it");
        }
        return new Change(
                row.id(),
                row.version(),
                body.text("node"),
                PlanJson.read(body.fields("plan")),
                state,
                row.createdAt(),
                row.updatedAt());
    }
}
