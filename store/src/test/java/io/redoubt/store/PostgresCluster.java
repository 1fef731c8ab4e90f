package io.redoubt.store;

import io.redoubt.store.engine.PostgresEngine;
import io.redoubt.testkit.IssuedCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A real PostgreSQL on loopback with its own data directory, run by an unprivileged user, with fsync on. The one that
/// tests share lies in memory where there is room; one that is to crash or to fill up is on a disk and its own.
final class PostgresCluster implements AutoCloseable {

    private static final String PASSWORD = "a password of the tests";
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final Path home;
    private final int port;
    private final List<String> settings;
    private final @Nullable Process mount;
    private Process server;
    private @Nullable String template;

    private PostgresCluster(Path home, int port, List<String> settings, @Nullable Process mount) {
        this.home = home;
        this.port = port;
        this.settings = List.copyOf(settings);
        this.mount = mount;
    }

    /// What lies on a small file system.
    enum Small {
        NOTHING,
        TABLESPACE,
        WAL
    }

    /// One for all tests of this JVM.
    public static PostgresCluster shared() {
        return Shared.CLUSTER;
    }

    private static final class Shared {
        private static final PostgresCluster CLUSTER;

        static {
            try {
                CLUSTER = start(MemoryDirectories.create("redoubt-postgres"), Small.NOTHING, List.of());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Runtime.getRuntime().addShutdownHook(new Thread(CLUSTER::close));
        }
    }

    public static PostgresCluster start() throws IOException {
        return start(Files.createTempDirectory("redoubt-postgres"), Small.NOTHING, List.of());
    }

    /// One whose server has a file system of 24 MiB, which nobody else sees; needs root.
    static PostgresCluster startWithSmallDisk(Small what) throws IOException {
        return start(Files.createTempDirectory("redoubt-postgres"), what, List.of());
    }

    /// One that shows this certificate to who asks for TLS.
    static PostgresCluster startWithTls(IssuedCertificate certificate) throws IOException {
        Path home = Files.createTempDirectory("redoubt-postgres");
        Path key = Files.copy(certificate.keyFile(), home.resolve("server.key"));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        if (isRoot()) {
            run(List.of("chown", "postgres", key.toString()));
        }
        Path chain = Files.copy(certificate.chainFile(), home.resolve("server.pem"));
        Files.setPosixFilePermissions(chain, PosixFilePermissions.fromString("rw-r--r--"));
        return start(home, Small.NOTHING, List.of("ssl=on", "ssl_key_file=" + key, "ssl_cert_file=" + chain));
    }

    private static PostgresCluster start(Path home, Small small, List<String> settings) {
        try {
            Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
            Path password = Files.writeString(home.resolve("password"), PASSWORD);
            Path data = Files.createDirectory(home.resolve("data"));
            if (isRoot()) {
                run(List.of("chown", "postgres", data.toString(), password.toString()));
            }
            run(unprivileged(List.of(
                    binary("initdb"),
                    "--pgdata=" + data,
                    "--username=redoubt",
                    "--auth=scram-sha-256",
                    "--pwfile=" + password,
                    "--wal-segsize=" + (small == Small.WAL ? 1 : 16),
                    "--encoding=UTF8",
                    "--locale=C.UTF-8")));
            Files.delete(password);
            Process mount = small == Small.NOTHING ? null : mount(home, small);
            PostgresCluster cluster = new PostgresCluster(home, freePort(), settings, mount);
            cluster.launch();
            return cluster;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void launch() throws IOException {
        List<String> command =
                new ArrayList<>(List.of(binary("postgres"), "-D", data().toString(), "-p", Integer.toString(port)));
        for (String setting : List.of(
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "fsync=on",
                // Else recovery forces every file of every test's database one by one.
                "recovery_init_sync_method=syncfs",
                "max_connections=60",
                // What is written is searched by tests, all of it.
                "max_wal_size=64MB",
                "min_wal_size=32MB",
                "shared_buffers=32MB")) {
            command.addAll(List.of("-c", setting));
        }
        settings.forEach(setting -> command.addAll(List.of("-c", setting)));
        server = new ProcessBuilder(apart(unprivileged(command)))
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(home.resolve("log").toFile()))
                .start();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            try (Connection _ = connect("postgres")) {
                return;
            } catch (SQLException e) {
                if (!server.isAlive() || System.nanoTime() > deadline) {
                    throw new IOException("PostgreSQL did not start: " + Files.readString(home.resolve("log")), e);
                }
                Thread.onSpinWait();
            }
        }
    }

    private List<String> apart(List<String> command) {
        if (mount == null) {
            return command;
        }
        List<String> whole = new ArrayList<>(List.of("nsenter", "--mount=/proc/" + mount.pid() + "/ns/mnt", "--"));
        whole.addAll(command);
        return whole;
    }

    /// The process that holds the mount, and what is on it: both outlive the server.
    private static Process mount(Path home, Small small) throws IOException {
        Path disk = Files.createDirectory(home.resolve("small"));
        String mode = "mode=700,uid=$(id -u postgres),gid=$(id -g postgres)";
        String script = "mount -t tmpfs -o size=24m," + mode + " none '" + disk + "'";
        if (small == Small.WAL) {
            Path log = home.resolve("data/pg_wal");
            script += " && cp -a '" + log + "/.' '" + disk + "' && mount --bind '" + disk + "' '" + log + "'";
        }
        Process process = new ProcessBuilder(
                        "unshare",
                        "--mount",
                        "--propagation=private",
                        "sh",
                        "-c",
                        script + " && echo there && exec cat")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String line = process.inputReader(StandardCharsets.UTF_8).readLine();
        if (!"there".equals(line)) {
            throw new IOException("the small file system was not mounted");
        }
        return process;
    }

    /// As this process sees the small file system.
    Path smallDisk() {
        return Path.of("/proc", String.valueOf(Objects.requireNonNull(mount).pid()), "root")
                .resolve(Path.of("/").relativize(home.resolve("small")));
    }

    PostgresAddress newDatabaseOnSmallDisk() {
        String name = "small" + DATABASES.incrementAndGet();
        try (Connection connection = connect("postgres");
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLESPACE small LOCATION '" + home.resolve("small") + "'");
            statement.execute("CREATE DATABASE " + name + " TABLESPACE small");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return address(name);
    }

    /// As when the power goes, for all that PostgreSQL can tell: the server ends at once and recovers when it starts.
    public void crash() throws IOException {
        stop();
        launch();
    }

    /// Stops it where it is, so that it takes connections and says nothing.
    void freeze() throws IOException, InterruptedException {
        signal("-STOP");
    }

    /// After [#freeze].
    void thaw() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", signal, Long.toString(server.pid())).start().waitFor();
    }

    /// Immediately (SIGQUIT), if it has not ended by itself.
    private void stop() {
        try {
            if (server.isAlive()) {
                new ProcessBuilder("kill", "-QUIT", Long.toString(server.pid()))
                        .start()
                        .waitFor();
            }
            server.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// With nothing in it.
    public PostgresAddress newEmptyDatabase() {
        String name = "test" + DATABASES.incrementAndGet();
        execute("CREATE DATABASE " + name);
        return address(name);
    }

    /// With the tables of this release, and no row.
    public PostgresAddress newDatabase() {
        String name = "test" + DATABASES.incrementAndGet();
        synchronized (this) {
            if (template == null) {
                PostgresAddress made = newEmptyDatabase();
                PostgresEngine.open(made, Store.Contract.REFUSED).close();
                template = made.database();
            }
            execute("CREATE DATABASE " + name + " TEMPLATE " + template);
        }
        return address(name);
    }

    void drop(PostgresAddress database) {
        execute("DROP DATABASE IF EXISTS " + database.database() + " WITH (FORCE)");
    }

    private void execute(String sql) {
        try (Connection connection = connect("postgres");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public PostgresAddress address(String database) {
        return address(port, database);
    }

    /// As another process needs it.
    static PostgresAddress address(int port, String database) {
        return new PostgresAddress("127.0.0.1", port, database, "redoubt", SecretBytes.ofUtf8(PASSWORD), null);
    }

    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + database, "redoubt", PASSWORD);
    }

    public Path data() {
        return home.resolve("data");
    }

    public Path log() {
        return home.resolve("log");
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        stop();
        if (mount != null) {
            mount.destroy();
        }
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String binary(String name) {
        try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
            return versions.map(version -> version.resolve("bin").resolve(name))
                    .filter(Files::isExecutable)
                    .max(Comparator.naturalOrder())
                    .orElseThrow()
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL is not installed: run make setup", e);
        }
    }

    /// PostgreSQL refuses to run as root.
    private static List<String> unprivileged(List<String> command) {
        if (!isRoot()) {
            return command;
        }
        List<String> whole = new ArrayList<>(
                List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--pdeathsig=TERM"));
        whole.addAll(command);
        return whole;
    }

    private static boolean isRoot() {
        return Ownership.ofThisProcess().uid() == 0;
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(command + ": " + output);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
