package io.redoubt.cli;

import io.redoubt.assembly.Instance;
import io.redoubt.assembly.LedgerPolicy;
import io.redoubt.assembly.Policy;
import io.redoubt.cli.output.Count;
import io.redoubt.cli.output.ExitStatus;
import io.redoubt.ledger.Ledger;
import io.redoubt.ledger.LedgerStream;
import io.redoubt.policy.Durations;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `redoubt ledger retain`: drops what is older than the policy keeps.
@Command(
        name = "retain",
        description = "Drop the oldest entries of each stream, as old as `ledger.keep` in the policy says.",
        mixinStandardHelpOptions = true,
        footer = {"", "Whole segments are dropped, and the newest never. Every proof and checkpoint still holds."})
final class LedgerRetainCommand implements Callable<Integer> {

    private final AtInstance at;

    LedgerRetainCommand(AtInstance at) {
        this.at = at;
    }

    @Override
    public Integer call() throws InterruptedException {
        return at.run((policy, instance) -> {
            for (LedgerStream stream : LedgerStream.values()) {
                at.out().println(stream.directory() + ": " + retain(policy, instance, stream));
            }
            return ExitStatus.SOUND.code();
        });
    }

    private String retain(Policy policy, Instance instance, LedgerStream stream) {
        Optional<Duration> keep = policy.ledger().map(LedgerPolicy::keep).flatMap(each -> each.of(stream));
        if (keep.isEmpty()) {
            return "all is kept: the policy has no ledger.keep." + stream.directory();
        }
        Ledger ledger = instance.ledger(stream);
        long before = ledger.first();
        long kept =
                instance.dropBefore(stream, at.surroundings().clock().instant().minus(keep.get()));
        return "%s dropped, kept from entry %d on (ledger.keep.%s: %s)"
                .formatted(Count.entries(kept - before), kept, stream.directory(), Durations.text(keep.get()));
    }
}
