package io.redoubt.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// What the AOT cache is trained on when Redoubt is built: the commands that people run most, on the policies in the
/// working directory and on an endpoint of its own. Nothing here may fail the build: a poor training costs start-up
/// time, no more.
final class Training {
    private Training() {}

    /// Of each directory below, the policy itself and not its overlays (`redoubt.production.yaml`).
    private static final String POLICY = "[^.]+\\.yaml";

    public static void main(String[] args) throws IOException {
        redoubt("--version");
        redoubt("--help");
        redoubt("explain", "tls.minimum-version");
        for (Path policy : policies(Path.of("").toAbsolutePath())) {
            redoubt("policy", "check", "--policy", policy.toString());
            redoubt("policy", "show", "--policy", policy.toString());
        }
        remember(Files.createTempDirectory("redoubt-training"));
        try (TrainingEndpoint endpoint = TrainingEndpoint.open()) {
            redoubt("check", endpoint.url(), "--trust", endpoint.root().toString());
            redoubt("check", endpoint.url(), "--trust", endpoint.root().toString(), "--format", "json");
        } catch (GeneralSecurityException e) {
            System.err.println("warning: no endpoint to train on: " + e.getMessage());
        }
        System.exit(0);
    }

    /// On a data directory of its own.
    private static void remember(Path directory) throws IOException {
        String[] place = {
            "--policy", directory.resolve("training.yaml").toString(),
            "--data", directory.resolve("data").toString(),
            "--key-file", directory.resolve("root.key").toString()
        };
        for (String command : List.of("init", "check", "status")) {
            redoubt(Stream.concat(Stream.of(command), Stream.of(place)).toArray(String[]::new));
        }
        delete(directory);
    }

    static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static List<Path> policies(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory, 2)) {
            return files.filter(file -> file.getFileName().toString().matches(POLICY))
                    .sorted()
                    .toList();
        }
    }

    static void redoubt(String... args) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        int status = Main.run(args, nowhere, nowhere);
        System.err.println("training: " + String.join(" ", args) + ": " + status);
    }
}
