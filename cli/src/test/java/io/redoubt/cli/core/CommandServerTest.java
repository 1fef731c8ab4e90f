package io.redoubt.cli.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandServerTest {

    private static final long PATIENCE = 30;

    @TempDir
    private Path run;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int send(CommandRequest request) throws IOException {
        return CommandClient.find(run)
                .orElseThrow()
                .run(
                        request,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private static CommandRequest request(String... arguments) {
        return new CommandRequest(
                List.of(arguments), Path.of("/somewhere"), Map.of("LANG", "C", "EMPTY", "", "ODD", "ä=\n€"), 80, true);
    }

    @Test
    void command_runs_there_with_all_that_surrounded_it_here() throws Exception {
        CommandRequest[] seen = new CommandRequest[1];
        try (CommandServer _ = CommandServer.start(run, (request, its, errors) -> {
            seen[0] = request;
            its.println("für standard output");
            errors.println("for standard error");
            return 3;
        })) {
            assertThat(send(request("check", "--format", "json"))).isEqualTo(3);
        }
        assertThat(seen[0]).isEqualTo(request("check", "--format", "json"));
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("für standard output\n");
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("for standard error\n");
    }

    @Test
    void output_larger_than_a_frame_arrives_whole() throws Exception {
        byte[] much = "0123456789abcdef".repeat(200_000).getBytes(StandardCharsets.US_ASCII);
        try (CommandServer _ = CommandServer.start(run, (_, its, _) -> {
            its.write(much, 0, much.length);
            return 0;
        })) {
            assertThat(send(request())).isZero();
        }
        assertThat(out.toByteArray()).isEqualTo(much);
    }

    @Test
    void command_whose_caller_has_gone_finds_its_output_broken() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch noticed = new CountDownLatch(1);
        try (CommandServer _ = CommandServer.start(run, (_, its, _) -> {
            begun.countDown();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE);
            while (!its.checkError() && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            if (its.checkError()) {
                noticed.countDown();
            }
            return 0;
        })) {
            byte[] command = request("check", "--watch").toBytes();
            try (SocketChannel caller = connect()) {
                caller.write(ByteBuffer.allocate(5 + command.length)
                        .put((byte) Frames.COMMAND)
                        .putInt(command.length)
                        .put(command)
                        .flip());
                assertThat(begun.await(PATIENCE, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(noticed.await(PATIENCE, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void core_that_ends_first_is_told_of() throws Exception {
        CommandClient client;
        try (CommandServer _ = CommandServer.start(run, (_, _, _) -> 0)) {
            client = CommandClient.find(run).orElseThrow();
        }
        assertThatThrownBy(() -> client.run(request(), System.out, System.err)).isInstanceOf(IOException.class);
        assertThat(CommandClient.find(run)).isEmpty();
    }

    @Test
    void socket_that_a_killed_core_left_behind_is_no_core() throws Exception {
        try (var listener = java.nio.channels.ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(run.resolve(CommandServer.SOCKET)));
        }
        assertThat(run.resolve(CommandServer.SOCKET)).exists();
        assertThat(CommandClient.find(run)).isEmpty();
        try (CommandServer _ = CommandServer.start(run, (_, _, _) -> 7)) {
            assertThat(send(request())).isEqualTo(7);
        }
    }

    @Test
    void request_that_is_none_runs_nothing() throws Exception {
        CountDownLatch ran = new CountDownLatch(1);
        try (CommandServer _ = CommandServer.start(run, (_, _, _) -> {
            ran.countDown();
            return 0;
        })) {
            for (byte[] bad : List.of(
                    "cGET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
                    ByteBuffer.allocate(5)
                            .put((byte) 'c')
                            .putInt(Integer.MAX_VALUE)
                            .array(),
                    ByteBuffer.allocate(5).put((byte) 'c').putInt(-1).array(),
                    ByteBuffer.allocate(7)
                            .put((byte) 'c')
                            .putInt(2)
                            .put((byte) '{')
                            .put((byte) '}')
                            .array())) {
                try (SocketChannel caller = connect()) {
                    caller.write(ByteBuffer.wrap(bad));
                    caller.shutdownOutput();
                    assertThat(caller.read(ByteBuffer.allocate(1))).isEqualTo(-1);
                }
            }
        }
        assertThat(ran.getCount()).isEqualTo(1);
    }

    @Test
    void another_user_is_not_heard_even_where_the_file_lets_them_in() throws Exception {
        Assumptions.assumeTrue(Files.getOwner(run).getName().equals("root"), "needs root, to call as somebody else");
        CountDownLatch ran = new CountDownLatch(1);
        Path open = Files.createDirectory(
                Path.of("/tmp").resolve("redoubt-" + ProcessHandle.current().pid()));
        try (CommandServer _ = CommandServer.start(open, (_, _, _) -> {
            ran.countDown();
            return 0;
        })) {
            Path socket = open.resolve(CommandServer.SOCKET);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                    .isEqualTo("rw-------");
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));
            byte[] command = request("ledger", "verify").toBytes();
            Path bytes = Files.write(
                    open.resolve("command"),
                    ByteBuffer.allocate(5 + command.length)
                            .put((byte) Frames.COMMAND)
                            .putInt(command.length)
                            .put(command)
                            .array());
            Process other = new ProcessBuilder(
                            "setpriv",
                            "--reuid=65534",
                            "--regid=65534",
                            "--clear-groups",
                            "perl",
                            "-MIO::Socket::UNIX",
                            "-e",
                            "$SIG{PIPE} = 'IGNORE'; $s = IO::Socket::UNIX->new(Peer => $ARGV[0]) or die $!; open F, $ARGV[1]; local $/;"
                                    + " print $s <F>; shutdown $s, 1; $a = <$s>; print length($a) ? 'answered' : 'closed';",
                            socket.toString(),
                            bytes.toString())
                    .redirectErrorStream(true)
                    .start();
            assertThat(new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("closed");
        } finally {
            Files.deleteIfExists(open.resolve("command"));
            Files.delete(open);
        }
        assertThat(ran.getCount()).isEqualTo(1);
    }

    @Test
    void credentials_in_variables_are_not_printed() {
        CommandRequest request = new CommandRequest(
                List.of("check"), Path.of("/"), Map.of("SHOP_DB_URL", "postgresql://u:canary@h/d"), 0, false);
        assertThat(request.toString()).doesNotContain("canary");
    }

    @Test
    void half_an_answer_is_no_answer() throws Exception {
        try (var listener = java.nio.channels.ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(run.resolve(CommandServer.SOCKET)));
            Thread.ofVirtual().start(() -> {
                try (SocketChannel _ = listener.accept();
                        SocketChannel caller = listener.accept()) {
                    caller.read(ByteBuffer.allocate(Frames.LARGEST));
                    caller.write(ByteBuffer.wrap(new byte[] {'o', 0, 0, 0, 9, 'a'}));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThatThrownBy(() -> send(request())).isInstanceOf(EOFException.class);
        }
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(run.resolve(CommandServer.SOCKET)));
    }
}
