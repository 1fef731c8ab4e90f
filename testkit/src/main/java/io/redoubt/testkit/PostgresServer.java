package io.redoubt.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A real PostgreSQL on loopback, with its cluster in a directory of its own. It never runs as root: PostgreSQL refuses
/// to, so that root lends it to the user `postgres` of Debian's package.
public final class PostgresServer implements AutoCloseable {

    private static final String PACKAGE = "postgresql-15";
    private static final String UNPRIVILEGED = "postgres";
    private static final int ATTEMPTS = 3;

    /// Of a statement, in single-user mode with `-j`.
    private static final String TERMINATOR = ";\n\n";

    private final ScratchDirectory directory;
    private final Path data;
    private final int port;
    private RunningProgram program;

    private PostgresServer(ScratchDirectory directory, Path data, int port) {
        this.directory = directory;
        this.data = data;
        this.port = port;
        this.program = launch(directory, data, port);
    }

    /// How a server is set up.
    ///
    /// @param hba         the lines of pg_hba.conf; the role `postgres` is the one that exists from the start
    /// @param certificate TLS is on where there is one
    /// @param settings    as in postgresql.conf
    /// @param statements  SQL run before the server listens, one statement on a line each
    public record Setup(
            String hba, Optional<IssuedCertificate> certificate, List<String> settings, List<String> statements) {

        public Setup {
            settings = List.copyOf(settings);
            statements = List.copyOf(statements);
        }

        public static Setup plain(String hba) {
            return new Setup(hba, Optional.empty(), List.of(), List.of());
        }

        public static Setup tls(String hba, IssuedCertificate certificate) {
            return new Setup(hba, Optional.of(certificate), List.of(), List.of());
        }

        public Setup with(String setting) {
            return new Setup(
                    hba,
                    certificate,
                    Stream.concat(settings.stream(), Stream.of(setting)).toList(),
                    statements);
        }

        public Setup running(String statement) {
            return new Setup(
                    hba,
                    certificate,
                    settings,
                    Stream.concat(statements.stream(), Stream.of(statement)).toList());
        }
    }

    /// One that keeps what it acknowledges, with a role and a database `redoubt` in it.
    ///
    /// @param password of the role; without quotes
    public static PostgresServer durable(String password) {
        return start(Setup.plain("host all all 127.0.0.1/32 scram-sha-256")
                .with("fsync = on")
                .with("recovery_init_sync_method = syncfs")
                .with("max_connections = 80")
                .running("CREATE ROLE redoubt LOGIN CREATEDB PASSWORD '" + password + "'")
                .running("CREATE DATABASE redoubt OWNER redoubt"));
    }

    public static PostgresServer start(Setup setup) {
        ScratchDirectory directory = ScratchDirectory.create("postgres");
        try {
            Path data = prepare(directory, setup);
            for (int attempt = 1; ; attempt++) {
                try {
                    return start(directory, data);
                } catch (IllegalStateException e) {
                    boolean portTaken = String.valueOf(e.getMessage()).contains("Address already in use");
                    if (!portTaken || attempt == ATTEMPTS) {
                        throw e;
                    }
                }
            }
        } catch (IOException e) {
            directory.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    private static Path prepare(ScratchDirectory directory, Setup setup) throws IOException {
        Path data = directory.path().resolve("data");
        lend(directory.path());
        run(
                directory,
                "initialised",
                List.of(
                        new Program("initdb", PACKAGE).path(),
                        "--pgdata=" + data,
                        "--username=postgres",
                        "--auth=trust",
                        "--no-sync",
                        "--encoding=UTF8",
                        "--locale=C.UTF-8"));
        if (!setup.statements().isEmpty()) {
            Path script = directory.write("statements.sql", String.join(TERMINATOR, setup.statements()) + TERMINATOR);
            lend(script);
            run(
                    directory,
                    "set up",
                    List.of(
                            "/bin/sh",
                            "-c",
                            "exec \"$0\" --single -j -D \"$1\" postgres < \"$2\"",
                            new Program("postgres", PACKAGE).path(),
                            data.toString(),
                            script.toString()));
        }
        Files.writeString(data.resolve("pg_hba.conf"), setup.hba() + "\n");
        // The last one of a setting holds.
        List<String> settings = new ArrayList<>(List.of(
                "listen_addresses = '127.0.0.1'",
                "unix_socket_directories = ''",
                "fsync = off",
                "max_connections = 20",
                "shared_buffers = '16MB'"));
        settings.addAll(setup.settings());
        if (setup.certificate().isPresent()) {
            IssuedCertificate certificate = setup.certificate().get();
            lend(Files.copy(certificate.chainFile(), data.resolve("server.crt"), StandardCopyOption.REPLACE_EXISTING));
            Path key =
                    Files.copy(certificate.keyFile(), data.resolve("server.key"), StandardCopyOption.REPLACE_EXISTING);
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
            lend(key);
            settings.add("ssl = on");
        }
        Files.writeString(data.resolve("postgresql.conf"), String.join("\n", settings) + "\n");
        return data;
    }

    private static PostgresServer start(ScratchDirectory directory, Path data) {
        return new PostgresServer(directory, data, new FreePorts().next());
    }

    private static RunningProgram launch(ScratchDirectory directory, Path data, int port) {
        try {
            // Each run's output by itself.
            Path run = Files.createTempDirectory(directory.path(), "run");
            lend(run);
            RunningProgram program = RunningProgram.start(
                    run,
                    unprivileged(List.of(
                            new Program("postgres", PACKAGE).path(),
                            "-D",
                            data.toString(),
                            "-p",
                            String.valueOf(port))));
            program.awaitReady(() -> program.output().contains("database system is ready to accept connections"));
            return program;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(ScratchDirectory directory, String purpose, List<String> command) {
        Path output = directory.path().resolve(purpose.replace(' ', '-') + ".log");
        try {
            Process process = new ProcessBuilder(unprivileged(command))
                    .directory(directory.path().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(
                        "the cluster could not be " + purpose + ":\n" + Files.readString(output));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static List<String> unprivileged(List<String> command) {
        if (!isRoot()) {
            return command;
        }
        List<String> lent = new ArrayList<>(List.of(
                new Program("setpriv", "util-linux").path(),
                "--reuid=" + UNPRIVILEGED,
                "--regid=" + UNPRIVILEGED,
                "--clear-groups"));
        lent.addAll(command);
        return lent;
    }

    private static void lend(Path path) throws IOException {
        if (isRoot()) {
            UserPrincipal user =
                    path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(UNPRIVILEGED);
            Files.setOwner(path, user);
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    public int port() {
        return port;
    }

    /// All that it keeps, with its write-ahead log in `pg_wal`.
    public Path data() {
        return data;
    }

    /// Ends it without a word to anybody, as when its machine fails.
    public void crash() {
        program.kill();
    }

    /// Starts it again after [#crash], on the same port, with what it had.
    public void restart() {
        program = launch(directory, data, port);
    }

    @Override
    public void close() {
        program.close();
        directory.close();
    }
}
