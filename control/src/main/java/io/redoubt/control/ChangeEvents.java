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
import io.redoubt.ledger.Event;
import io.redoubt.ledger.Json;
import java.util.Map;
import java.util.TreeMap;

/// What the ledger keeps of a change's moves: who, what, where, digests; never the content of a file.
/// What an entry can't hold of it is in the plan, which the store keeps: the ledger then has its digest.
final class ChangeEvents {

    private static final int LONGEST = 500;

    private ChangeEvents() {}

    /// @param actor who moved it
    static Event of(Change change, String actor) {
        TreeMap<String, Json> details = new TreeMap<>(Map.of(
                "change", Json.of(change.id()),
                "plan", Json.of(change.plan().digest()),
                "remedy", Json.of(change.plan().remedy()),
                "summary", Json.of(change.plan().summary())));
        switch (change.state()) {
            case Planned() -> {
                details.put(
                        "mends",
                        Json.texts(change.plan().mends().stream()
                                .map(mend -> mend.control() + " " + mend.subject())
                                .toList()));
                details.put("facts", PlanJson.facts(change.plan().facts()));
            }
            case Approved(Approval approval) -> {
                if (approval.lease() != null) {
                    details.put("lease", Json.of(approval.lease().toString()));
                }
            }
            case Intended intended -> {
                details.put("facts", PlanJson.facts(change.plan().facts()));
                if (intended.ends() != null) {
                    details.put("ends", Json.of(intended.ends().toString()));
                }
            }
            case Verified(var _, var _, var _, String observed) -> details.put("observed", oneLine(observed));
            case Kept(var _, var _, String observed) -> details.put("observed", oneLine(observed));
            case Reverting(var _, Ending ending, var _) -> {
                if (ending instanceof Ending.DidNotWork(var _, String why)) {
                    details.put("why", oneLine(why));
                }
            }
            case Conflicted(var _, var _, var _, String why) -> details.put("why", oneLine(why));
            case Withdrawn(var _, String why) -> details.put("why", oneLine(why));
            case Failed(var _, String why) -> details.put("why", oneLine(why));
            case Abandoned(var _, String why) -> details.put("why", oneLine(why));
            case Applied _, Undone _, Expired _ -> {}
        }
        return new Event(
                        change.id() + ":" + change.version(),
                        change.updatedAt(),
                        "change." + change.state().text(),
                        actor,
                        change.plan().target(),
                        new Json.Obj(details))
                .abridged();
    }

    private static Json oneLine(String text) {
        String line = text.lines().findFirst().orElse("");
        return Json.of(line.substring(
                0, line.offsetByCodePoints(0, Math.min(LONGEST, line.codePointCount(0, line.length())))));
    }
}
