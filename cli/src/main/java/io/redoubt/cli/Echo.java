package io.redoubt.cli;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// What the terminal shows of what is typed. Not by `java.io.Console`, which is there only where standard output is a
/// terminal too: a result that is piped on must not make a passphrase visible.
final class Echo {

    private static final int LONGEST_ANSWER = 1_024;

    private final String settings;

    private Echo(String settings) {
        this.settings = settings;
    }

    /// Of this process's standard input, where that is a terminal.
    static Optional<Echo> ofStandardInput() {
        return stty("-g").map(Echo::new);
    }

    /// What is done while nothing of what is typed is shown.
    @FunctionalInterface
    interface Reading {
        char[] read() throws IOException;
    }

    /// Reads with the echo off, and gives the terminal back as it was, however this ends.
    char[] off(Reading reading) throws IOException {
        Thread atSignal = new Thread(this::restore);
        Runtime.getRuntime().addShutdownHook(atSignal);
        try {
            if (stty("-echo").isEmpty()) {
                throw new IOException("the terminal's echo can't be put out");
            }
            return reading.read();
        } finally {
            restore();
            Runtime.getRuntime().removeShutdownHook(atSignal);
        }
    }

    private void restore() {
        var _ = stty(settings);
    }

    private static Optional<String> stty(String argument) {
        try {
            Process stty = new ProcessBuilder("stty", argument)
                    .redirectInput(Redirect.INHERIT)
                    .redirectError(Redirect.DISCARD)
                    .start();
            String answer;
            try (InputStream output = stty.getInputStream()) {
                answer = new String(output.readNBytes(LONGEST_ANSWER), StandardCharsets.US_ASCII).strip();
            }
            return stty.waitFor(5, TimeUnit.SECONDS) && stty.exitValue() == 0 ? Optional.of(answer) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
