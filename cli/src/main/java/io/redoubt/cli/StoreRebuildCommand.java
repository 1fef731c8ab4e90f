package io.redoubt.cli;

import io.redoubt.cli.output.ExitStatus;
import io.redoubt.ledger.Json;
import io.redoubt.ledger.LedgerStream;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `redoubt store rebuild`: the posture anew from the ledger.
@Command(
        name = "rebuild",
        description = "Make the posture anew from the ledger.",
        mixinStandardHelpOptions = true,
        footer = {"", "That it was done is recorded."})
final class StoreRebuildCommand implements Callable<Integer> {

    private final AtInstance at;

    StoreRebuildCommand(AtInstance at) {
        this.at = at;
    }

    @Override
    public Integer call() throws InterruptedException {
        return at.run((_, instance) -> {
            instance.record(
                    LedgerStream.EVIDENCE, "posture.rebuilt", at.actor(), "store:posture", Map.<String, Json>of());
            instance.posture().rebuild();
            at.out()
                    .println("the posture was made anew: "
                            + instance.posture().standings().size() + " standings");
            return ExitStatus.SOUND.code();
        });
    }
}
