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
import io.redoubt.control.Summary;
import io.redoubt.control.Verdict;
import io.redoubt.control.WorstFirst;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
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
            print(proposal);
            if (proposal.changes().isEmpty()) {
                at.out().println(nothing(assessments, !history.standings().isEmpty()));
            }
            return ExitStatus.SOUND.code();
        });
    }

    /// Why there is nothing to change, and where to go on.
    private String nothing(List<Assessment> assessments, boolean looked) {
        if (!looked) {
            return "nothing to change: nothing was looked at yet\nnext: redoubt check" + at.inUse();
        }
        Optional<Assessment> worst = assessments.stream()
                .filter(assessment -> assessment.verdict().state() == Verdict.State.FAIL && !assessment.waived())
                .min(WorstFirst.ORDER);
        if (worst.isPresent()) {
            return "nothing to change: what fails has no remedy here\nnext: redoubt explain "
                    + worst.get().row().id();
        }
        Summary summary = Summary.of(assessments, List.of(), List.of());
        return "nothing to change: nothing fails" + (summary.waived() > 0 ? " that is not waived" : "")
                + (summary.unknown() > 0 ? "; " + summary.unknown() + " unknown: redoubt status" + at.inUse() : "");
    }

    private void print(Proposal proposal) {
        PrintStream out = at.out();
        for (Change change : proposal.changes()) {
            out.println(
                    change.state() instanceof ChangeState.Planned
                            ? ChangeText.plan(change)
                            : ChangeText.state(change, at.inUse()));
        }
        proposal.not()
                .forEach(not -> out.println("not from here: " + not.control() + " on " + not.subject() + ": "
                        + Visible.of(not.why()) + (not.mend().isEmpty() ? "" : "; " + Visible.of(not.mend()))));
        proposal.changes().stream()
                .filter(change -> change.state() instanceof ChangeState.Planned)
                .findFirst()
                .ifPresent(change -> out.println("next: redoubt apply " + change.id() + at.inUse()));
    }
}
