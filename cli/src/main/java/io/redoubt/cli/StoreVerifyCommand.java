package io.redoubt.cli;

import io.redoubt.cli.output.Count;
import io.redoubt.cli.output.ExitStatus;
import io.redoubt.store.Outbox;
import io.redoubt.store.Verification;
import io.redoubt.store.Verification.Finding;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `redoubt store verify`: every sealed value opens, and no row is older than the ledger knows it.
@Command(
        name = "verify",
        description = "Open every sealed value, and look for rows that are older than the ledger knows them.",
        mixinStandardHelpOptions = true)
final class StoreVerifyCommand implements Callable<Integer> {

    private final AtInstance at;

    StoreVerifyCommand(AtInstance at) {
        this.at = at;
    }

    @Override
    public Integer call() throws InterruptedException {
        return at.run((_, instance) -> {
            Verification verification = instance.verifyStore();
            verification.findings().forEach(finding -> at.out().println(text(finding)));
            at.out()
                    .println("%d rows, %d sealed values, %s"
                            .formatted(
                                    verification.rows(),
                                    verification.cells(),
                                    Count.findings(verification.findings().size())));
            if (verification.unknown() > 0) {
                at.out()
                        .println(
                                "%d of these rows are not in this node's ledger: it cannot tell whether they were put back"
                                        .formatted(verification.unknown()));
            }
            instance.waiting().forEach(waiting -> at.out().println(text(waiting)));
            return (verification.findings().isEmpty() ? ExitStatus.SOUND : ExitStatus.FAILED).code();
        });
    }

    /// No finding: the node may be about to start.
    private static String text(Outbox.Waiting waiting) {
        return "%s for %s/%s, waiting since %s until that node starts"
                .formatted(Count.entries(waiting.entries()), waiting.node(), waiting.stream(), waiting.oldest());
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
