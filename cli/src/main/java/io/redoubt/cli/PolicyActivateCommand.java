package io.redoubt.cli;

import io.redoubt.cli.output.ExitStatus;
import io.redoubt.store.PolicyRevisions.Activation;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `redoubt policy activate`: stores this policy as a revision, and makes it the one that holds.
@Command(
        name = "activate",
        description = "Store this policy as a revision, and make it the active one.",
        mixinStandardHelpOptions = true,
        footer = {"", "Who did it, and which policy it was, stands in the ledger."})
final class PolicyActivateCommand implements Callable<Integer> {

    private final AtInstance at;

    PolicyActivateCommand(AtInstance at) {
        this.at = at;
    }

    @Override
    public Integer call() throws InterruptedException {
        return at.run((policy, instance) -> {
            Optional<Activation> before = instance.activePolicy();
            if (before.filter(active -> active.digest().equals(policy.digest())).isPresent()) {
                at.out().println("sha256:" + policy.digest() + " is the active policy already");
                return ExitStatus.SOUND.code();
            }
            String author = at.surroundings().environment().getOrDefault("USER", at.actor());
            Activation done =
                    instance.activate(policy, before.map(Activation::number).orElse(0L), author, at.actor());
            at.out().println("sha256:" + done.digest() + " is active: revision " + done.number());
            before.ifPresent(active -> at.out().println("before: sha256:" + active.digest()));
            at.surroundings()
                    .core()
                    .filter(core -> policy.edge().isPresent() && !core.feedsEdge())
                    .ifPresent(_ -> at.out()
                            .println("note: the section edge is new, and the edge starts with the next `redoubt up`:"
                                    + " restart it"));
            return ExitStatus.SOUND.code();
        });
    }
}
