package io.redoubt.cli;

import io.redoubt.assembly.Instance;
import io.redoubt.cli.output.ExitStatus;
import io.redoubt.ledger.Json;
import io.redoubt.ledger.LedgerStream;
import io.redoubt.store.Keys;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `redoubt key rotate`: everything sealed again under a new data key.
@Command(
        name = "rotate",
        description = "Make a new data key, seal everything again under it, and destroy the old ones.",
        mixinStandardHelpOptions = true,
        footer = {"", "Ended before its end, it goes on where it was when it is run again."})
final class KeyRotateCommand implements Callable<Integer> {

    /// Rows sealed again in one transaction.
    private static final int BATCH = 500;

    private final AtInstance at;

    KeyRotateCommand(AtInstance at) {
        this.at = at;
    }

    @Override
    public Integer call() throws InterruptedException {
        return at.run((_, instance) -> {
            Keys keys = instance.store().keys();
            boolean begun = keys.status().size() > 1;
            int newest = begun ? keys.status().getLast().id() : keys.rotate();
            if (!begun) {
                record(instance, "key.rotated", newest);
            }
            Counter counter = new Counter(at.surroundings(), "sealed again");
            for (int done = keys.reencrypt(BATCH); done > 0; done = keys.reencrypt(BATCH)) {
                counter.add(done);
            }
            counter.end();
            List<Integer> destroyed = keys.retire();
            for (int id : destroyed) {
                record(instance, "key.destroyed", id);
            }
            instance.settle();
            KeyText.print(instance, at.out());
            return ExitStatus.SOUND.code();
        });
    }

    private void record(Instance instance, String type, int key) {
        instance.record(LedgerStream.EVIDENCE, type, at.actor(), "key:" + key, Map.of("key", Json.of((long) key)));
    }
}
