package io.redoubt.cli;

import io.redoubt.assembly.Policy;
import io.redoubt.cli.output.ExitStatus;
import io.redoubt.store.PolicyRevisions.Activation;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `redoubt policy activate [REVISION]`: makes this policy, or a stored one, the one that holds.
@Command(
        name = "activate",
        description = "Make this policy the active one, or a revision that is stored: an older one to go back.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Who did it, and which policy it was, stands in the ledger.",
            "",
            "Examples:",
            "  redoubt policy activate                   the policy file",
            "  redoubt policy activate sha256:f54cc82b   a stored one; `redoubt policy revisions` lists them"
        })
final class PolicyActivateCommand implements Callable<Integer> {

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "REVISION",
            description = "sha256: and 8 digits or more (default: the policy file, which is stored)")
    private @Nullable String revision;

    private final AtInstance at;

    PolicyActivateCommand(AtInstance at) {
        this.at = at;
    }

    @Override
    public Integer call() throws InterruptedException {
        return at.run((file, instance) -> {
            StoredRevisions revisions = new StoredRevisions(instance, at.source());
            Optional<Activation> before = revisions.active();
            Policy policy = revision == null ? file : revisions.read(revisions.find(revision));
            if (before.filter(active -> active.digest().equals(policy.digest())).isPresent()) {
                at.out().println("sha256:" + policy.digest() + " is the active policy already");
                return ExitStatus.SOUND.code();
            }
            Activation done = instance.policies()
                    .activate(policy, before.map(Activation::number).orElse(0L), at.author(), at.actor());
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
