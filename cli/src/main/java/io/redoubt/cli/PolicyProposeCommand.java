package io.redoubt.cli;

import io.redoubt.assembly.Difference;
import io.redoubt.assembly.Policy;
import io.redoubt.assembly.PolicyDiff;
import io.redoubt.cli.output.ExitStatus;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `redoubt policy propose`: stores this policy as a revision, for somebody to look at and activate.
@Command(
        name = "propose",
        description = "Store this policy as a revision, activate nothing, and print what it would change.",
        mixinStandardHelpOptions = true,
        footer = {"", "Who did it, and which policy it was, stands in the ledger."})
final class PolicyProposeCommand implements Callable<Integer> {

    private final AtInstance at;

    PolicyProposeCommand(AtInstance at) {
        this.at = at;
    }

    @Override
    public Integer call() throws InterruptedException {
        return at.run((policy, instance) -> {
            StoredRevisions revisions = new StoredRevisions(instance, at.source());
            // Read first: what can't be compared is not stored either.
            Optional<Policy> active = revisions.activePolicy();
            boolean isNew = instance.policies().propose(policy, at.author(), at.actor());
            String digest = StoredRevisions.digest(policy.digest());
            at.out().println(digest + (isNew ? " is stored, and not active" : " was stored before"));
            if (active.isEmpty()) {
                at.out().println("no revision is active");
            } else if (active.get().digest().equals(policy.digest())) {
                at.out().println("it is the active one");
                return ExitStatus.SOUND.code();
            } else {
                List<Difference> differences = PolicyDiff.between(active.get(), policy);
                differences.forEach(at.out()::println);
            }
            at.out().println("next: redoubt policy activate " + digest + at.inUse());
            return ExitStatus.SOUND.code();
        });
    }
}
