package io.redoubt.cli;

import io.redoubt.cli.output.ExitStatus;
import io.redoubt.control.Change;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `redoubt confirm CHANGE`: makes a change with a lease stay.
@Command(
        name = "confirm",
        description = "Make a change stay that would be put back when its lease ends.",
        mixinStandardHelpOptions = true)
final class ConfirmCommand implements Callable<Integer> {

    @Parameters(paramLabel = "CHANGE", description = "as `apply` names it: chg_…")
    private @Nullable String id;

    private final AtInstance at;

    ConfirmCommand(Surroundings surroundings, CommonOptions options) {
        this.at = new AtInstance(surroundings, options);
    }

    @Override
    public Integer call() throws InterruptedException {
        return at.run((policy, instance) -> {
            Change kept = at.mender(policy, instance).confirm(String.valueOf(id), at.actor());
            instance.settle();
            at.out().println(ChangeText.state(kept, at.inUse()));
            return ExitStatus.SOUND.code();
        });
    }
}
