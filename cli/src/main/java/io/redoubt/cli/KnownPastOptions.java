package io.redoubt.cli;

import io.redoubt.data.KnownPast;
import io.redoubt.ledger.VerifierKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What the operator knows of a backup from elsewhere.
final class KnownPastOptions {

    @Option(
            names = "--ledger-key",
            paramLabel = "KEY",
            description =
                    "the ledger's key as it was noted down, from `ledger export`: tells a genuine backup from a forged one")
    private List<String> keys = new ArrayList<>();

    @Option(
            names = "--against",
            paramLabel = "FILE",
            description = "checkpoints that were kept elsewhere: tell the newest backup from an old one")
    private @Nullable Path against;

    KnownPast known(AtInstance at) {
        return new KnownPast(keys.stream().map(VerifierKey::parse).toList(), KeptElsewhere.read(at, against));
    }
}
