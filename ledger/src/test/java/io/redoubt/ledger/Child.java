package io.redoubt.ledger;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A process of its own that appends until it is told not to, and says what was acknowledged.
final class Child {

    private Child() {}

    /// Arguments: the directory, how many callers, how many events each appends (0: without end), and the bytes of a
    /// segment. Prints `ok INDEX ID`, or `failed KIND MESSAGE` and tries again.
    public static void main(String[] args) throws InterruptedException {
        Path directory = Path.of(args[0]);
        int events = Integer.parseInt(args[2]);
        LedgerOptions options = Fixture.OPTIONS.withSegmentBytes(Long.parseLong(args[3]));
        Ledger ledger;
        try {
            ledger = Ledger.open(directory, LedgerStream.EVIDENCE, TestKey.jdk(), InstantSource.system(), options);
        } catch (LedgerException e) {
            say("failed " + e.getClass().getSimpleName() + " " + e.getMessage());
            return;
        }
        say("open " + ledger.checkpoint().size());
        List<Thread> callers = new ArrayList<>();
        for (int caller = 0; caller < Integer.parseInt(args[1]); caller++) {
            int number = caller;
            callers.add(Thread.ofVirtual().start(() -> append(ledger, number, events)));
        }
        for (Thread caller : callers) {
            caller.join();
        }
        ledger.close();
        say("closed");
    }

    private static void append(Ledger ledger, int caller, int events) {
        for (int i = 0; events == 0 || i < events; i++) {
            Event event = Fixture.event(caller * 1_000_000 + i);
            try {
                say("ok " + ledger.append(event) + " " + event.id());
            } catch (LedgerException e) {
                say("failed " + e.getClass().getSimpleName() + " " + e.getMessage());
            }
        }
    }

    private static void say(String line) {
        synchronized (Child.class) {
            System.out.println(line);
        }
    }

    /// Starts it, by way of a shell where a script is given; the script finds the command in `"$@"`.
    static Process start(String script, Object... args) throws IOException {
        List<String> command = new ArrayList<>();
        if (!script.isEmpty()) {
            command.addAll(List.of("sh", "-c", script, "sh"));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath()));
        command.add(Child.class.getName());
        for (Object arg : args) {
            command.add(arg.toString());
        }
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static String classPath() {
        return Stream.of(
                        Path.of("target/test-classes").toAbsolutePath().toString(),
                        Path.of("target/classes").toAbsolutePath().toString(),
                        System.getProperty("jdk.module.path", ""),
                        System.getProperty("java.class.path", ""))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
