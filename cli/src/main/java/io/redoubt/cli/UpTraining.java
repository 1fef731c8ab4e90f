package io.redoubt.cli;

import io.redoubt.cli.process.Isolation;
import io.redoubt.cli.process.Supervisor;
import io.redoubt.cli.process.Supervisor.Ending;
import io.redoubt.cli.process.Supervisor.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// What the AOT cache of `up` is trained on when Redoubt is built: what `up` and its core do before the first answer,
/// and nothing more.
final class UpTraining {

    private static final Duration CORE = Duration.ofSeconds(5);
    private static final int REFUSED = 2;

    private UpTraining() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("redoubt-training");
        Path policy = Files.writeString(directory.resolve("up.yaml"), Example.policy(8443, 8080, 8081));
        String[] place = {
            "--policy", policy.toString(),
            "--data", directory.resolve("data").toString(),
            "--key-file", directory.resolve("root.key").toString()
        };
        Training.redoubt(
                Stream.concat(Stream.of("up", "--check"), Stream.of(place)).toArray(String[]::new));
        supervise();
        Thread core = Thread.ofPlatform()
                .start(() -> Training.redoubt(
                        Stream.concat(Stream.of("core", "--isolation", Isolation.NONE.name()), Stream.of(place))
                                .toArray(String[]::new)));
        core.join(CORE);
        core.interrupt();
        core.join(CORE);
        Training.delete(directory);
        System.exit(0);
    }

    private static void supervise() throws InterruptedException {
        Consumer<String> log = System.err::println;
        try (Supervisor supervisor = new Supervisor(InstantSource.system(), log)) {
            supervisor.start(new Program(
                    "training",
                    List.of("/bin/sh", "-c", "exit " + REFUSED),
                    Map.of(),
                    Duration.ofSeconds(1),
                    Ending.END_OF_INPUT));
            log.accept("training: a process that ends at once: " + supervisor.awaitRefusal());
        }
    }
}
