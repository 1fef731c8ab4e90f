package io.redoubt.cli;

import io.redoubt.cli.output.ExitStatus;
import io.redoubt.data.BreakGlass;
import io.redoubt.data.Recipients;
import io.redoubt.ledger.Json;
import io.redoubt.ledger.LedgerStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `redoubt secret export FILE`: the way out, with every secret's newest value.
@Command(
        name = "export",
        description = "Break-glass: every secret's newest value in one file that `age -d` reads.",
        mixinStandardHelpOptions = true,
        footer = {"", "That it was done stands in the ledger before the first secret is read."})
final class SecretExportCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "a new file: JSON, one secret a line, encrypted")
    private @Nullable Path file;

    @Option(
            names = "--recipient",
            paramLabel = "KEY",
            required = true,
            description = "who can open it: an age public key, age1…; more than one may be named")
    private List<String> recipients = new ArrayList<>();

    private final AtInstance at;

    SecretExportCommand(AtInstance at) {
        this.at = at;
    }

    @Override
    public Integer call() throws InterruptedException {
        Recipients to = Recipients.of(recipients);
        return at.run((_, instance) -> {
            BreakGlass.Exported exported = new BreakGlass(
                            instance.store(),
                            (_, who) -> instance.record(
                                    LedgerStream.ACCESS,
                                    "secret.exported",
                                    at.actor(),
                                    "secret:all",
                                    Map.of("recipients", Json.texts(who.keys()))))
                    .export(at.resolve(Path.of(String.valueOf(file))), to);
            at.out()
                    .println("wrote " + exported.file() + ": " + exported.secrets() + " secrets, sha256 "
                            + exported.sha256());
            return ExitStatus.SOUND.code();
        });
    }
}
