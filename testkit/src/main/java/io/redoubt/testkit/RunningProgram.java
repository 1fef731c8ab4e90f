package io.redoubt.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// A server process that belongs to one test: its output goes to a file, and it ends with the test.
final class RunningProgram implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<String> command;
    private final Path output;
    private final Process process;

    private RunningProgram(List<String> command, Path output, Process process) {
        this.command = command;
        this.output = output;
        this.process = process;
    }

    static RunningProgram start(Path directory, List<String> command) {
        Path output = directory.resolve("output.log");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                    .start();
            return new RunningProgram(command, output, process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @throws IllegalStateException with all that the program wrote, where it ends or never gets ready
    void awaitReady(BooleanSupplier ready) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!ready.getAsBoolean()) {
                if (process.waitFor(10, TimeUnit.MILLISECONDS)) {
                    throw new IllegalStateException(command + " ended with " + process.exitValue() + ":\n" + output());
                }
                if (System.nanoTime() - end > 0) {
                    close();
                    throw new IllegalStateException(command + " did not get ready:\n" + output());
                }
            }
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + command, e);
        }
    }

    boolean listensOn(InetSocketAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(address, 1_000);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    String output() {
        try {
            return Files.exists(output) ? Files.readString(output) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// `kill -9` of it and of what it started.
    void kill() {
        List<ProcessHandle> all = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(each -> each.onExit().join());
    }

    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }
}
