package io.redoubt.cli;

import io.redoubt.cli.output.ExitStatus;
import io.redoubt.cli.output.Visible;
import io.redoubt.store.PolicyRevisions.Activation;
import io.redoubt.store.PolicyRevisions.Revision;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `redoubt policy revisions`: what was ever stored, and which of it holds.
@Command(
        name = "revisions",
        description = "Print the stored revisions of the policy, the newest first, and which one is active.",
        mixinStandardHelpOptions = true)
final class PolicyRevisionsCommand implements Callable<Integer> {

    private final AtInstance at;

    PolicyRevisionsCommand(AtInstance at) {
        this.at = at;
    }

    @Override
    public Integer call() throws InterruptedException {
        return at.run((_, instance) -> {
            StoredRevisions revisions = new StoredRevisions(instance, at.source());
            Optional<Activation> active = revisions.active();
            List<Revision> all = revisions.all();
            all.forEach(revision -> at.out().println(line(revision, active)));
            if (all.isEmpty()) {
                at.out().println("none is stored: redoubt policy propose" + at.inUse());
            }
            return ExitStatus.SOUND.code();
        });
    }

    private static String line(Revision revision, Optional<Activation> active) {
        return "%s   stored %s by %s%s"
                .formatted(
                        StoredRevisions.digest(revision.digest()),
                        toSeconds(revision.createdAt()),
                        Visible.of(StoredRevisions.text(revision.author())),
                        active.filter(one -> one.digest().equals(revision.digest()))
                                .map(one ->
                                        "   active: revision %d since %s".formatted(one.number(), toSeconds(one.at())))
                                .orElse(""));
    }

    private static Instant toSeconds(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS);
    }
}
