package io.redoubt.cli;

import io.redoubt.cli.output.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Whoever types commands in a directory, as no root and without a terminal.
final class Operator {

    static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");

    final Map<String, String> environment = new HashMap<>();

    private final Path home;

    Operator(Path home) {
        this.home = home;
    }

    /// What a command printed, and its exit status.
    record Ran(int status, String output) {}

    Ran redoubt(String... words) {
        return typing("", words);
    }

    /// @param typed what standard input holds
    Ran typing(String typed, String... words) {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8);
        ByteArrayInputStream in = new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8));
        int status = Main.run(
                words,
                new Surroundings(
                        out,
                        out,
                        environment,
                        home,
                        1000,
                        home,
                        () -> NOW,
                        Terminal.none(),
                        Progress.Audience.NOBODY,
                        List.of(),
                        Optional.empty(),
                        new TypedPassphrase(in, out, Optional::empty)));
        return new Ran(status, shown.toString(StandardCharsets.UTF_8));
    }
}
