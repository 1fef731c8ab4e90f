package io.redoubt.cli;

import io.redoubt.assembly.Scope;
import io.redoubt.cli.output.ExitStatus;
import io.redoubt.cli.output.Visible;
import io.redoubt.control.Assessment;
import io.redoubt.control.Change;
import io.redoubt.control.ChangeState;
import io.redoubt.control.Mender;
import io.redoubt.control.Mender.Proposal;
import io.redoubt.control.Posture;
import io.redoubt.control.PostureHistory;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `redoubt plan`: shows what would mend what fails. Changes nothing.
@Command(
        name = "plan",
        description = "Show what would mend what the last check found; changes nothing.",
        mixinStandardHelpOptions = true,
        footer = {"", "Next:  redoubt apply CHANGE"})
final class PlanCommand implements Callable<Integer> {

    private final AtInstance at;

    PlanCommand(Surroundings surroundings, CommonOptions options) {
        this.at = new AtInstance(surroundings, options);
    }

    @Override
    public Integer call() throws InterruptedException {
        return at.run((policy, instance) -> {
            Mender mender = at.mender(policy, instance);
            PostureHistory history = instance.posture();
            history.catchUp();
            Scope scope = at.assembly().ofPolicy(policy, instance);
            List<Assessment> assessments = Posture.of(
                            scope.controls(),
                            history.standings(),
                            scope.waivers(),
                            policy.checks()::every,
                            at.surroundings().clock().instant())
                    .assessments();
            Proposal proposal = mender.plan(assessments, at.actor());
            instance.settle();
            print(proposal, at.out());
            return ExitStatus.SOUND.code();
        });
    }

    private static void print(Proposal proposal, PrintStream out) {
        for (Change change : proposal.changes()) {
            out.println(
                    change.state() instanceof ChangeState.Planned ? ChangeText.plan(change) : ChangeText.state(change));
        }
        proposal.not()
                .forEach(not -> out.println("not from here: " + not.control() + " on " + not.subject() + ": "
                        + Visible.of(not.why()) + (not.mend().isEmpty() ? "" : "; " + Visible.of(not.mend()))));
        if (proposal.changes().isEmpty()) {
            out.println("nothing to change: what fails, if anything, has no remedy here; see `redoubt status`");
            return;
        }
        proposal.changes().stream()
                .filter(change -> change.state() instanceof ChangeState.Planned)
                .findFirst()
                .ifPresent(change -> out.println("next: redoubt apply " + change.id()));
    }
}
