package io.redoubt.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Another process of the same code, which a test may kill.
final class ChildJvm {

    private final Process process;
    private final BufferedReader output;

    private ChildJvm(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    static ChildJvm start(Class<?> main, String... arguments) throws IOException {
        return start(List.of(), List.of(), main, arguments);
    }

    /// @param options of the JVM
    static ChildJvm startWith(List<String> options, Class<?> main, String... arguments) throws IOException {
        return start(List.of(), options, main, arguments);
    }

    /// In a mount namespace of its own; needs root.
    static ChildJvm startApart(Class<?> main, String... arguments) throws IOException {
        return start(List.of("unshare", "--mount", "--propagation", "private"), List.of(), main, arguments);
    }

    private static ChildJvm start(List<String> around, List<String> options, Class<?> main, String... arguments)
            throws IOException {
        String path = Stream.of(
                        System.getProperty("jdk.module.path"),
                        System.getProperty("java.class.path"),
                        Path.of("target/test-classes").toAbsolutePath().toString())
                .filter(part -> part != null && !part.isEmpty())
                .collect(Collectors.joining(":"));
        List<String> command = new ArrayList<>(around);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED"));
        command.addAll(options);
        command.addAll(List.of("-cp", path, main.getName()));
        command.addAll(List.of(arguments));
        return new ChildJvm(new ProcessBuilder(command).start());
    }

    long pid() {
        return process.pid();
    }

    /// The next line of its standard output, or null when it has ended.
    String line() throws IOException {
        return output.readLine();
    }

    /// Sends it an empty line.
    void goOn() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    /// `kill -9`.
    void kill() throws IOException, InterruptedException {
        process.toHandle().destroyForcibly();
        process.waitFor();
    }

    int end() throws InterruptedException {
        return process.waitFor();
    }

    String errors() throws IOException {
        return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
