package io.redoubt.cli;

import io.redoubt.assembly.Witnesses;
import io.redoubt.cli.output.ExitStatus;
import io.redoubt.ledger.Checkpoint;
import io.redoubt.ledger.LedgerStream;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `redoubt ledger verify`: nothing was altered, and as far as a checkpoint from elsewhere reaches, nothing was cut
/// off.
@Command(
        name = "verify",
        description = "Check every entry, the tree over them and its signed checkpoints.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Only a checkpoint that was kept elsewhere shows that nothing was cut off at the end:",
            "  redoubt ledger verify --against checkpoints.txt"
        })
final class LedgerVerifyCommand implements Callable<Integer> {

    @Option(
            names = "--against",
            paramLabel = "FILE",
            description = "checkpoints that were kept elsewhere, each followed by an empty line")
    private @Nullable Path against;

    private final AtInstance at;

    LedgerVerifyCommand(AtInstance at) {
        this.at = at;
    }

    @Override
    public Integer call() throws InterruptedException {
        List<Checkpoint> elsewhere = KeptElsewhere.read(at, against);
        return at.run(
                (policy, instance) -> {
                    Witnesses witnesses = at.assembly().witnesses(policy);
                    Stream<ExitStatus> own = Stream.of(LedgerStream.values())
                            .map(stream ->
                                    LedgerText.print(stream, instance.audit(stream, elsewhere, witnesses), at.out()));
                    return Stream.concat(
                                    own,
                                    Stream.of(instance.peers(elsewhere))
                                            .map(peers -> LedgerText.print(peers, at.out())))
                            .max(Comparator.comparingInt(LedgerText::rank))
                            .orElseThrow()
                            .code();
                },
                (policy, damaged) -> LedgerText.print(damaged, at.assembly().witnesses(policy), elsewhere, at.out())
                        .code());
    }
}
