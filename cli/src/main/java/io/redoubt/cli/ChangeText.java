package io.redoubt.cli;

import io.redoubt.cli.output.Visible;
import io.redoubt.control.Change;
import io.redoubt.control.ChangeState;
import io.redoubt.control.Mended;
import io.redoubt.control.Plan;
import io.redoubt.control.Reconciler.Outcome;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// Changes, as people read them.
final class ChangeText {

    private ChangeText() {}

    /// What would be done, and all that one has to know to say yes.
    static String plan(Change change) {
        Plan plan = change.plan();
        List<String> lines = new ArrayList<>();
        lines.add(change.id() + "   " + change.state().text() + "   " + Visible.of(plan.summary()));
        for (Mended mend : plan.mends()) {
            lines.add("  mends     " + mend.control() + " on " + mend.subject() + ": "
                    + Visible.of(String.join("; ", mend.mended())));
            if (!mend.left().isEmpty()) {
                lines.add("  leaves    " + Visible.of(String.join("; ", mend.left())));
            }
        }
        plan.radius().forEach(line -> lines.add("  notices   " + Visible.of(line)));
        lines.add("  verified  " + Visible.of(plan.verifying()));
        lines.add("  undone    " + Visible.of(plan.undoing()));
        lines.add("  digest    " + plan.digest());
        lines.add("");
        plan.diff().lines().forEach(line -> lines.add("    " + Visible.of(line)));
        return String.join("\n", lines) + "\n";
    }

    /// One line: where it stands, and what one can do.
    ///
    /// @param inUse the options that a command needs to be about the same service
    static String state(Change change, String inUse) {
        String what = change.id() + "   " + change.state().text() + "   "
                + Visible.of(change.plan().summary());
        return switch (change.state()) {
            case ChangeState.Planned _ -> what + "\n  next: redoubt apply " + change.id() + inUse;
            case ChangeState.Verified(var _, Instant ends, var _, String observed) ->
                what + "\n  seen: " + Visible.of(observed) + "\n  undone at " + ends.truncatedTo(ChronoUnit.SECONDS)
                        + " unless: redoubt confirm " + change.id() + inUse;
            case ChangeState.Kept(var _, var _, String observed) -> what + "\n  seen: " + Visible.of(observed);
            case ChangeState.Failed(var _, String why) -> what + "\n  put back: " + Visible.of(why);
            case ChangeState.Conflicted(var _, var _, var _, String why) -> what + "\n  " + Visible.of(why);
            case ChangeState.Abandoned _ -> what + "\n  it stays as it was found";
            case ChangeState.Withdrawn(var _, String why) -> what + "\n  " + Visible.of(why);
            case ChangeState.Approved _,
                    ChangeState.Intended _,
                    ChangeState.Applied _,
                    ChangeState.Reverting _,
                    ChangeState.Undone _,
                    ChangeState.Expired _ -> what;
        };
    }

    static String outcome(Outcome outcome, String inUse) {
        return state(outcome.change(), inUse)
                + (outcome.problem().isEmpty() ? "" : "\n  not finished: " + Visible.of(outcome.problem()));
    }
}
