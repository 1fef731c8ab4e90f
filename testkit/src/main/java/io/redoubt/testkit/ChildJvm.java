package io.redoubt.testkit;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Another process of the code under test, which a test may kill at a moment of its choice. It ends with the test that
/// started it, however that one ends. What the two agree on are lines of the child's standard output; nobody sleeps.
public final class ChildJvm implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;

    private ChildJvm(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    /// @param main      the class whose `main` it runs
    /// @param arguments by their `toString`
    public static ChildJvm start(Class<?> main, Object... arguments) {
        return start("", List.of(), main, arguments);
    }

    /// @param options of the JVM
    public static ChildJvm startWith(List<String> options, Class<?> main, Object... arguments) {
        return start("", options, main, arguments);
    }

    /// In a mount namespace of its own; needs root.
    public static ChildJvm startApart(Class<?> main, Object... arguments) {
        return start("exec unshare --mount --propagation private \"$@\"", List.of(), main, arguments);
    }

    /// By way of a shell: in a namespace, or with less permissions.
    ///
    /// @param script finds the command in `"$@"`, and ends with `exec "$@"` where the child is to be killed
    public static ChildJvm start(String script, Class<?> main, Object... arguments) {
        return start(script, List.of(), main, arguments);
    }

    private static ChildJvm start(String script, List<String> options, Class<?> main, Object... arguments) {
        List<String> command = new ArrayList<>();
        if (!script.isEmpty()) {
            command.addAll(List.of("sh", "-c", script, "sh"));
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED"));
        command.addAll(options);
        command.addAll(List.of(
                "-cp",
                classPath(),
                KilledChild.class.getName(),
                Long.toString(ProcessHandle.current().pid()),
                main.getName()));
        Stream.of(arguments).map(Object::toString).forEach(command::add);
        try {
            return new ChildJvm(new ProcessBuilder(command).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What this process has, as a class path: a module's tests may run on a module path.
    private static String classPath() {
        return Stream.of(
                        Path.of("target/test-classes").toAbsolutePath().toString(),
                        Path.of("target/classes").toAbsolutePath().toString(),
                        System.getProperty("jdk.module.path", ""),
                        System.getProperty("java.class.path", ""))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(File.pathSeparator));
    }

    public long pid() {
        return process.pid();
    }

    /// The next line of its standard output, or null when it has ended.
    public @Nullable String line() {
        try {
            return output.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// All lines until it ends.
    public List<String> lines() {
        return output.lines().toList();
    }

    /// Kills it where it says that it has come to a point.
    ///
    /// @throws IllegalStateException with its errors, where it says something else or nothing
    public void killAt(String point) {
        String line = line();
        if (!Objects.equals(line, point)) {
            process.toHandle().destroyForcibly();
            throw new IllegalStateException("the child says " + line + ", not " + point + ":\n" + errors());
        }
        kill();
    }

    /// Lets a child go on that waits at a point.
    public void goOn() {
        try {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// `kill -9`, and waits until it is gone. What it said before can still be read.
    public void kill() {
        // By its handle: the process itself would also close what is still to be heard.
        process.toHandle().destroyForcibly();
        end();
    }

    /// Waits until it ends.
    ///
    /// @return its exit status
    public int end() {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.toHandle().destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a child", e);
        }
    }

    /// All that it writes to its standard error until it ends.
    public String errors() {
        try {
            return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        kill();
    }
}
