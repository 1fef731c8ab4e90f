package io.redoubt.edge.process;

import io.redoubt.edge.Edge;
import io.redoubt.edge.EdgePorts;
import io.redoubt.edge.EdgeSettings;
import io.redoubt.edge.EdgeSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// The edge as a process of its own: `--core SOCKET` (snapshots come from there) or `--snapshot FILE` (read once),
/// `--threads N`, `--access-log FILE`, `--drain SECONDS`. SIGTERM drains, and with `--until end-of-input` the end of
/// standard input does: no signal gets past the first process of a namespace.
public final class EdgeMain {

    private static final Duration DRAIN = Duration.ofSeconds(30);

    private EdgeMain() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Map<String, String> options = options(arguments);
        int threads = Integer.parseInt(options.getOrDefault(
                "threads", String.valueOf(Runtime.getRuntime().availableProcessors())));
        EdgeSettings settings = new EdgeSettings(
                threads, Optional.ofNullable(options.get("access-log")).map(Path::of), InstantSource.system());
        Duration drain =
                options.containsKey("drain") ? Duration.ofSeconds(Long.parseLong(options.get("drain"))) : DRAIN;
        if ("end-of-input".equals(options.get("until"))) {
            Thread.ofPlatform().daemon().name("end of input").start(EdgeMain::endWithInput);
        }
        String core = options.get("core");
        if (core != null) {
            CoreLink link = new CoreLink(Path.of(core), settings, EdgePorts.ALONE, new CoreContact(System::nanoTime));
            atTheEnd(() -> link.drain(drain));
            link.run();
            return;
        }
        String file = options.get("snapshot");
        if (file == null) {
            throw new IllegalArgumentException("error: nothing to serve\nhint: --core SOCKET or --snapshot FILE");
        }
        Edge edge = Edge.start(EdgeSnapshot.decode(Files.readAllBytes(Path.of(file))), EdgePorts.ALONE, settings);
        atTheEnd(() -> edge.drain(drain));
        new CountDownLatch(1).await();
    }

    private static void atTheEnd(Runnable task) {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(task));
    }

    private static void endWithInput() {
        try {
            while (System.in.read() != -1) {
                // Nothing is said here.
            }
        } catch (IOException _) {
            // An input that can't be read has ended.
        }
        System.exit(0);
    }

    private static Map<String, String> options(String[] arguments) {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            if (!arguments[i].startsWith("--")) {
                throw new IllegalArgumentException("error: not an option, " + arguments[i]);
            }
            options.put(arguments[i].substring(2), arguments[i + 1]);
        }
        if (arguments.length % 2 != 0) {
            throw new IllegalArgumentException("error: an option without a value, " + arguments[arguments.length - 1]);
        }
        return options;
    }
}
