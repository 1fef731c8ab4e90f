package io.redoubt.acceptance.running;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The program as a release has it, put together once for all tests of this process and deleted when that ends.
final class AssembledProgram {

    private static @Nullable Path directory;

    private AssembledProgram() {}

    /// Where it is; nobody writes there.
    static synchronized Path directory() throws IOException, InterruptedException {
        if (directory == null) {
            Path made = Files.createTempDirectory("redoubt-app");
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> delete(made)));
            RunningRedoubt.assemble(made);
            directory = made;
        }
        return directory;
    }

    private static void delete(Path made) {
        try (Stream<Path> all = Files.walk(made)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
