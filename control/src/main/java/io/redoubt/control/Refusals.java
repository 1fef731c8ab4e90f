package io.redoubt.control;

import io.redoubt.policy.Problem;
import io.redoubt.policy.ProblemException;
import io.redoubt.store.StoreException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Why something is not done with a change, and what to do instead.
final class Refusals {

    private Refusals() {}

    static ProblemException noSuchChange(String id) {
        return problem("there is no change " + id, "see `redoubt plan` and `redoubt status`");
    }

    static ProblemException otherNode(Change change) {
        return problem(change.id() + " is a change of the node " + change.node(), "go there");
    }

    static ProblemException wrongState(Change change, String wanted) {
        return problem("%s is %s; %s".formatted(change.id(), change.state().text(), wanted), mend(change));
    }

    static ProblemException onlyLooks(String section) {
        return problem(
                "the section " + section
                        + " only looks: Redoubt changes what it has not made itself only in mode enforce",
                "set `" + section + ".mode: enforce` in the policy");
    }

    static ProblemException otherPlan(Change change, String digest) {
        return problem(
                "%s is approved as %s, but its plan is %s"
                        .formatted(change.id(), digest, change.plan().digest()),
                "look at the plan again, and approve what it shows");
    }

    static ProblemException worldChanged(Change change, String what) {
        return problem(
                "the world is not as it was when %s was planned: %s".formatted(change.id(), what),
                "plan again; this change is withdrawn, and nothing was touched");
    }

    static ProblemException targetHeld(Change change, Change other) {
        return problem(
                "%s can't be applied while %s, %s, holds %s"
                        .formatted(
                                change.id(),
                                other.id(),
                                other.state().text(),
                                change.plan().target()),
                "`redoubt confirm %s` or `redoubt undo %s` first, then plan again".formatted(other.id(), other.id()));
    }

    static ProblemException noRemedy(Change change) {
        return problem(
                "%s was made by the remedy %s, which is not there"
                        .formatted(change.id(), change.plan().remedy()),
                "use the policy and the release with which it was planned");
    }

    static ProblemException notConfirmed(Change change, Instant ends, String why) {
        return problem(
                "%s is not as it was verified, so it is not confirmed: %s".formatted(change.id(), why),
                "make it so again and confirm then, or `redoubt undo %s`; it ends at %s by itself"
                        .formatted(change.id(), ends.truncatedTo(ChronoUnit.SECONDS)));
    }

    static StoreException movedMeanwhile(Change change) {
        return new StoreException.Conflict(
                Problem.of("another process has moved " + change.id() + " meanwhile", "look at it again"), null);
    }

    private static String mend(Change change) {
        return switch (change.state()) {
            case ChangeState.Planned _, ChangeState.Approved _ ->
                "`redoubt apply %s` does it, `redoubt undo %s` takes it back".formatted(change.id(), change.id());
            case ChangeState.Intended _, ChangeState.Applied _, ChangeState.Reverting _ ->
                "it is under way; look again";
            case ChangeState.Conflicted(var _, var _, var _, String why) -> why;
            case ChangeState.Verified _ ->
                "it works already; `redoubt confirm %s` makes it stay, `redoubt undo %s` puts it back"
                        .formatted(change.id(), change.id());
            case ChangeState.Kept _ -> "it works already, and stays; `redoubt undo " + change.id() + "` puts it back";
            case ChangeState.Withdrawn _,
                    ChangeState.Undone _,
                    ChangeState.Expired _,
                    ChangeState.Failed _,
                    ChangeState.Abandoned _ -> "it is over; plan again";
        };
    }

    private static ProblemException problem(String what, String mend) {
        return new ProblemException(Problem.of(what, mend));
    }
}
