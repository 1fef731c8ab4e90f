package io.redoubt.cli;

import io.redoubt.cli.output.ExitStatus;
import io.redoubt.ledger.Json;
import io.redoubt.ledger.LedgerStream;
import io.redoubt.store.Verification;
import io.redoubt.store.Verification.Finding;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `redoubt store …`: what Redoubt remembers beside the ledger.
@Command(
        name = "store",
        description = "The sealed store: verify, rebuild.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true)
final class StoreCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Surroundings surroundings;

    private StoreCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    static CommandLine line(Surroundings surroundings, CommonOptions options) {
        AtInstance at = new AtInstance(surroundings, options);
        return new CommandLine(new StoreCommand(surroundings))
                .addSubcommand("verify", new Verify(at))
                .addSubcommand("rebuild", new Rebuild(at));
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(surroundings.err());
        return ExitStatus.USAGE.code();
    }

    @Command(
            name = "verify",
            description = "Open every sealed value, and look for rows that are older than the ledger knows them.",
            mixinStandardHelpOptions = true)
    private static final class Verify implements Callable<Integer> {

        private final AtInstance at;

        Verify(AtInstance at) {
            this.at = at;
        }

        @Override
        public Integer call() throws InterruptedException {
            return at.run((_, instance) -> {
                Verification verification = instance.verifyStore();
                verification.findings().forEach(finding -> at.out().println(text(finding)));
                at.out()
                        .println("%d rows, %d sealed values, %d findings"
                                .formatted(
                                        verification.rows(),
                                        verification.cells(),
                                        verification.findings().size()));
                return (verification.findings().isEmpty() ? ExitStatus.SOUND : ExitStatus.FAILED).code();
            });
        }

        private static String text(Finding finding) {
            return switch (finding) {
                case Finding.Unreadable(String table, String row, String why) -> table + " " + row + ": " + why;
                case Finding.RolledBack(String table, String row, long version, long expected) ->
                    expected == 0
                            ? table + " " + row + ": is there, and the ledger knows that it was deleted"
                            : table + " " + row + ": has version " + version + ", the ledger knows " + expected
                                    + ": an older one was put back";
                case Finding.Missing(String table, String row, long expected) ->
                    table + " " + row + ": is not there, the ledger knows version " + expected;
            };
        }
    }

    @Command(
            name = "rebuild",
            description = "Make the posture anew from the ledger.",
            mixinStandardHelpOptions = true,
            footer = {"", "That it was done is recorded."})
    private static final class Rebuild implements Callable<Integer> {

        private final AtInstance at;

        Rebuild(AtInstance at) {
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
}
