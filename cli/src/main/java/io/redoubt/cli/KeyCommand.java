package io.redoubt.cli;

import io.redoubt.assembly.Instance;
import io.redoubt.cli.output.ExitStatus;
import io.redoubt.ledger.Json;
import io.redoubt.ledger.LedgerStream;
import io.redoubt.store.Keys;
import io.redoubt.store.Keys.KeyStatus;
import java.io.PrintStream;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `redoubt key …`: the keys that the store is sealed under.
@Command(
        name = "key",
        description = "The keys that the store is sealed under: status, rotate.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true)
final class KeyCommand implements Callable<Integer> {

    private static final int BATCH = 500;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Surroundings surroundings;

    private KeyCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    static CommandLine line(Surroundings surroundings, CommonOptions options) {
        AtInstance at = new AtInstance(surroundings, options);
        return new CommandLine(new KeyCommand(surroundings))
                .addSubcommand("status", new Status(at))
                .addSubcommand("rotate", new Rotate(at));
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(surroundings.err());
        return ExitStatus.USAGE.code();
    }

    private static void print(Instance instance, PrintStream out) {
        out.println("root key: " + instance.place().key().name());
        for (KeyStatus key : instance.store().keys().status()) {
            out.println("data key %d   made %s   %d rows%s"
                    .formatted(
                            key.id(),
                            key.createdAt().truncatedTo(ChronoUnit.SECONDS),
                            key.rows(),
                            key.newest() ? "   in use" : ""));
        }
    }

    @Command(
            name = "status",
            description = "Print the data keys, and how many rows are sealed under each.",
            mixinStandardHelpOptions = true)
    private static final class Status implements Callable<Integer> {

        private final AtInstance at;

        Status(AtInstance at) {
            this.at = at;
        }

        @Override
        public Integer call() throws InterruptedException {
            return at.run((_, instance) -> {
                print(instance, at.out());
                return ExitStatus.SOUND.code();
            });
        }
    }

    @Command(
            name = "rotate",
            description = "Make a new data key, seal everything again under it, and destroy the old ones.",
            mixinStandardHelpOptions = true,
            footer = {"", "Ended before its end, it goes on where it was when it is run again."})
    private static final class Rotate implements Callable<Integer> {

        private final AtInstance at;

        Rotate(AtInstance at) {
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
                print(instance, at.out());
                return ExitStatus.SOUND.code();
            });
        }

        private void record(Instance instance, String type, int key) {
            instance.record(LedgerStream.EVIDENCE, type, at.actor(), "key:" + key, Map.of("key", Json.of((long) key)));
        }
    }
}
