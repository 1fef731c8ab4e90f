package io.redoubt.cli;

import io.redoubt.assembly.Instance;
import io.redoubt.cli.output.ExitStatus;
import io.redoubt.ledger.Json;
import io.redoubt.ledger.LedgerStream;
import io.redoubt.policy.Problem;
import io.redoubt.policy.ProblemException;
import io.redoubt.store.KeyFile;
import io.redoubt.store.Keys;
import io.redoubt.store.RootKeyChange.Target;
import io.redoubt.store.RootKeySource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `redoubt key rotate`: everything sealed again under a new data key, or the keys under a new root key.
@Command(
        name = "rotate",
        description = "Make a new data key, seal everything again under it, and destroy the old ones."
                + " With --root: make a new root key, and seal the data keys again under it.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Ended before its end, it goes on where it was when it is run again.",
            "The former root key is kept beside the new one, as .before-N: backups that were made before need",
            "it, and so do environments of the service that share it. Remove it when nothing does."
        })
final class KeyRotateCommand implements Callable<Integer> {

    /// Rows sealed again in one transaction.
    private static final int BATCH = 500;

    @Option(names = "--root", description = "rotate the root key")
    private boolean root;

    @Option(names = "--to", paramLabel = "FILE", description = "with --root: to a key file, made where it is not there")
    private @Nullable Path to;

    @Option(names = "--passphrase", description = "with --root: to a passphrase")
    private boolean passphrase;

    private final AtInstance at;

    KeyRotateCommand(AtInstance at) {
        this.at = at;
    }

    @Override
    public Integer call() throws InterruptedException {
        if ((to != null && passphrase) || (!root && (to != null || passphrase))) {
            throw new ProblemException(
                    Problem.of("--to and --passphrase each go with --root alone", "leave one out, or add --root"));
        }
        return root ? rotateRoot() : rotateData();
    }

    private int rotateRoot() throws InterruptedException {
        return at.run((_, instance) -> {
            // The edge was started with the files of the present key hidden from it, and sees those that come later.
            if (at.surroundings().core().isPresent()) {
                throw new ProblemException(Problem.of(
                        "the root key can't be changed while `redoubt up` runs",
                        "end it, do this again, and start it with the new root key"));
            }
            Target target = target();
            RootKeySource before = instance.rootKey();
            boolean interrupted = !before.equals(instance.place().key());
            RootKeySource now = instance.changeRootKey(target, at.actor(), _ -> {});
            at.out()
                    .println(
                            interrupted
                                    ? "the change that was interrupted is at its end; run it again for another key"
                                    : "the store is sealed under the new root key, and opens by no other");
            KeyText.print(instance, now, at.out());
            if (target instanceof Target.InFile) {
                at.out().println("name it from now on: --key-file " + now.name() + ", unless it lies there by itself");
            }
            return ExitStatus.SOUND.code();
        });
    }

    private Target target() {
        if (passphrase) {
            return new Target.ByPassphrase();
        }
        return to == null ? new Target.Renewed() : new Target.InFile(new KeyFile(at.resolve(to), at.random()));
    }

    private int rotateData() throws InterruptedException {
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
