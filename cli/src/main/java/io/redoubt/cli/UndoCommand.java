package io.redoubt.cli;

import io.redoubt.control.Change;
import io.redoubt.control.ChangeState;
import io.redoubt.control.Mender;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `redoubt undo CHANGE`: makes the world what it was before.
@Command(
        name = "undo",
        description = "Put back what a change did, if nobody else has changed it since; take back a plan.",
        mixinStandardHelpOptions = true)
final class UndoCommand implements Callable<Integer> {

    @Parameters(paramLabel = "CHANGE", description = "as `apply` names it: chg_…")
    private @Nullable String id;

    @Option(names = "--abandon", description = "leave a conflicted change as somebody else made it")
    private boolean abandon;

    private final AtInstance at;

    UndoCommand(Surroundings surroundings, CommonOptions options) {
        this.at = new AtInstance(surroundings, options);
    }

    @Override
    public Integer call() throws InterruptedException {
        String change = String.valueOf(id);
        return at.run((policy, instance) -> {
            // What stands in the way of putting it back is no news to who leaves it so.
            Mender mender = at.mender(
                    policy,
                    instance,
                    outcome -> !abandon || !outcome.change().id().equals(change));
            Change done = undo(mender, change);
            instance.settle();
            at.out().println(ChangeText.state(done, at.inUse()));
            return ApplyCommand.status(done).code();
        });
    }

    private Change undo(Mender mender, String change) throws InterruptedException {
        if (abandon) {
            return mender.abandon(change, at.actor());
        }
        boolean begun = mender.find(change)
                .filter(found ->
                        found.state() instanceof ChangeState.Planned || found.state() instanceof ChangeState.Approved)
                .isEmpty();
        return begun ? mender.undo(change, at.actor()) : mender.withdraw(change, at.actor(), "taken back");
    }
}
