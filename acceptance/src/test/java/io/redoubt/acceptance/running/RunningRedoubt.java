package io.redoubt.acceptance.running;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// `redoubt up` of what the build made, put together as a release is, with a service of one page behind it.
final class RunningRedoubt implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ATTEMPTS = 4;

    final Path place;
    final Path data;
    final Path key;
    final int https;
    final int http;
    private final HttpServer service;
    private final CountDownLatch slowHasCome = new CountDownLatch(1);
    private final CountDownLatch slowMayGo = new CountDownLatch(1);
    private final Process up;

    private RunningRedoubt(Path app, Path place) throws IOException {
        this.place = Files.createDirectories(place);
        // As open as they could be by mistake: what is apart does not lean on permissions of what lies above.
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxr-xr-x"));
        this.data = place.resolve("data");
        this.key = place.resolve("root.key");
        this.https = freePort();
        this.http = freePort();
        this.service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.setExecutor(task -> Thread.ofVirtual().start(task));
        service.createContext("/", RunningRedoubt::answer);
        service.createContext("/slow", exchange -> {
            slowHasCome.countDown();
            try {
                slowMayGo.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            answer(exchange);
        });
        service.start();
        Path policy = Files.writeString(place.resolve("shop.yaml"), policy());
        this.up = new ProcessBuilder(launcher(app, "up", "--policy", policy.toString()))
                .redirectError(Redirect.to(place.resolve("errors.log").toFile()))
                .redirectOutput(Redirect.to(place.resolve("output.log").toFile()))
                .start();
    }

    /// With the two fields that only a service can know how to fill: the edge has no more than a default for them.
    private static void answer(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
        exchange.getResponseHeaders().set("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'");
        byte[] body = "the page\n".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /// Puts together what the modules' builds made.
    ///
    /// @param app an empty directory
    static void assemble(Path app) throws IOException, InterruptedException {
        // The edge reads it as another user.
        Files.setPosixFilePermissions(app, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path root = Path.of("").toAbsolutePath().resolveSibling("scripts");
        Path log = app.resolve("assemble.log");
        int status = new ProcessBuilder(
                        "sh",
                        root.resolve("assemble.sh").toString(),
                        Optional.ofNullable(root.getParent()).orElseThrow().toString(),
                        System.getProperty("java.home"),
                        app.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        if (status != 0) {
            throw new IllegalStateException(Files.readString(log));
        }
        Path bin = Files.createDirectories(app.resolve("bin"));
        Files.copy(root.resolveSibling("redoubt"), bin.resolve("redoubt"), StandardCopyOption.COPY_ATTRIBUTES);
    }

    /// Starts it, and returns when it answers. Between the choice of a port and its use another program may take it:
    /// then it is started anew, elsewhere.
    static RunningRedoubt start(Path app, Path place) throws IOException, InterruptedException {
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (int attempt = 1; ; attempt++) {
            RunningRedoubt started = new RunningRedoubt(app, place.resolve("attempt-" + attempt));
            try {
                started.await("an answer", () -> started.get("/") == 200 || started.hasNoPort());
                if (!started.hasNoPort() || attempt == ATTEMPTS) {
                    return started;
                }
            } catch (AssertionError e) {
                started.close();
                throw e;
            }
            started.close();
        }
    }

    private boolean hasNoPort() {
        return output().contains("Address already in use");
    }

    private String policy() {
        return """
                redoubt: 1
                service: shop
                tls:
                  mode: enforce
                  certificates:
                    - { names: [localhost, console.localhost], from: internal }
                authorization:
                  resources: { shop: [manage] }
                edge:
                  listen: { on: loopback, https: %d, http: %d }
                  routes:
                    - { host: localhost, path: /, to: shop, access: anyone }
                    - { host: localhost, path: /admin, to: shop, access: { permission: "shop:manage" } }
                  upstreams: { shop: { servers: ["http://127.0.0.1:%d"] } }
                network:
                  zones: { internet: everything-else, here: { addresses: [127.0.0.0/8, "::1/128"] } }
                  allow: []
                console: { host: console.localhost, from: here }
                """.formatted(https, http, service.getAddress().getPort());
    }

    /// The command line, as the release has it.
    static List<String> launcher(Path app) {
        return List.of(
                "env",
                "REDOUBT_JAVA_HOME=" + System.getProperty("java.home"),
                app.resolve("bin/redoubt").toString());
    }

    private List<String> launcher(Path app, String... arguments) {
        List<String> command = new ArrayList<>(launcher(app));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--data", data.toString(), "--key-file", key.toString()));
        return command;
    }

    /// Has a command beside it, and gives what that prints.
    String run(Path app, String... arguments) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(arguments));
        words.addAll(List.of("--policy", place.resolve("shop.yaml").toString()));
        Process process = new ProcessBuilder(launcher(app, words.toArray(String[]::new)))
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    Process supervisor() {
        return up;
    }

    /// The process whose arguments have this word; of the edge the inner one, which serves.
    Optional<ProcessHandle> process(String word) {
        return up.descendants()
                .filter(process -> arguments(process).contains(word)
                        && !arguments(process).getFirst().endsWith("unshare"))
                .findFirst();
    }

    static List<String> arguments(ProcessHandle process) {
        try {
            return List.of(Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"), StandardCharsets.UTF_8)
                    .split("\0"));
        } catch (IOException _) {
            return List.of("");
        }
    }

    Optional<ProcessHandle> edge() {
        return process("io.redoubt.edge.process.EdgeMain");
    }

    Optional<ProcessHandle> core() {
        return process("core");
    }

    /// The status of an answer; 0 where there is none.
    int get(String path) {
        return TrustingClient.get(https, path);
    }

    void awaitAnswer() throws InterruptedException {
        await("an answer", () -> get("/") == 200);
    }

    /// Holds a request for `/slow` until [#answerSlow].
    boolean awaitSlow() throws InterruptedException {
        return slowHasCome.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    void answerSlow() {
        slowMayGo.countDown();
    }

    /// The link into the console, as the file has it.
    String link() throws IOException {
        return Files.readString(data.resolve("run/console-link")).strip();
    }

    void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("no " + what + ":\n" + output() + errors());
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /// What it has said on standard output so far.
    String output() {
        return read("output.log");
    }

    /// And on standard error.
    String errors() {
        return read("errors.log");
    }

    private String read(String file) {
        try {
            return Files.readString(place.resolve(file));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /// What the edge has written so far.
    String accessLog() {
        try {
            Path log = data.resolve("log/access.log");
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            return e.toString();
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        List<ProcessHandle> children = up.descendants().toList();
        up.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        slowMayGo.countDown();
        service.stop(0);
    }
}
