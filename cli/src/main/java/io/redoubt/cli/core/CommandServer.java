package io.redoubt.cli.core;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import jdk.net.ExtendedSocketOptions;

/// Runs in the core the commands of others that would open its data directory. It believes the kernel, not the caller,
/// in who calls: only the core's own user and root are heard.
public final class CommandServer implements AutoCloseable {

    static final String SOCKET = "core.sock";

    private static final Logger LOG = System.getLogger(CommandServer.class.getName());
    private static final int MOST_AT_ONCE = 16;

    private final ServerSocketChannel listener;
    private final Path socket;
    private final Handler handler;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /// Runs one command.
    @FunctionalInterface
    public interface Handler {
        /// @return the exit status
        int run(CommandRequest request, PrintStream out, PrintStream err);
    }

    private CommandServer(ServerSocketChannel listener, Path socket, Handler handler) {
        this.listener = listener;
        this.socket = socket;
        this.handler = handler;
    }

    /// @param run the data directory's place for sockets; whoever calls this holds the directory
    public static CommandServer start(Path run, Handler handler) throws IOException {
        Path socket = run.resolve(SOCKET);
        Files.deleteIfExists(socket);
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            listener.bind(UnixDomainSocketAddress.of(socket));
            Files.getFileAttributeView(socket, PosixFileAttributeView.class)
                    .setPermissions(PosixFilePermissions.fromString("rw-------"));
        } catch (IOException | RuntimeException e) {
            listener.close();
            throw e;
        }
        CommandServer server = new CommandServer(listener, socket, handler);
        Thread.ofPlatform().daemon().name("commands").start(server::accept);
        return server;
    }

    private void accept() {
        while (listener.isOpen()) {
            try {
                SocketChannel caller = listener.accept();
                threads.execute(() -> serve(caller));
            } catch (ClosedChannelException | RejectedExecutionException _) {
                return;
            } catch (IOException e) {
                LOG.log(Level.WARNING, "a command could not be taken: {0}", e.getMessage());
            }
        }
    }

    private void serve(SocketChannel caller) {
        try (caller;
                DataInputStream from = new DataInputStream(new BufferedInputStream(Channels.newInputStream(caller)));
                DataOutputStream to =
                        new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(caller)))) {
            if (!allowed(caller) || from.read() != Frames.COMMAND) {
                return;
            }
            CommandRequest request = CommandRequest.of(Frames.read(from, from.readInt()));
            if (!places.tryAcquire()) {
                refuse(to);
                return;
            }
            try {
                run(request, from, to);
            } finally {
                places.release();
            }
        } catch (IOException | IllegalArgumentException _) {
            // Whoever called has gone, or speaks something else: nobody is left to be told.
        }
    }

    private boolean allowed(SocketChannel caller) throws IOException {
        String user = caller.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
        return user.equals("root") || user.equals(Files.getOwner(socket).getName());
    }

    private static void refuse(DataOutputStream to) throws IOException {
        byte[] text = "error: %d commands run already\nhint: wait until one ends\n"
                .formatted(MOST_AT_ONCE)
                .getBytes(StandardCharsets.UTF_8);
        Frames.write(to, Frames.ERR, text, 0, text.length);
        Frames.write(to, Frames.EXIT, new byte[] {3}, 0, 1);
    }

    private void run(CommandRequest request, DataInputStream from, DataOutputStream to) throws IOException {
        AtomicBoolean gone = new AtomicBoolean();
        Thread.ofVirtual().start(() -> awaitEnd(from, gone));
        int status = handler.run(
                request,
                new PrintStream(Frames.stream(to, Frames.OUT, gone), true, StandardCharsets.UTF_8),
                new PrintStream(Frames.stream(to, Frames.ERR, gone), true, StandardCharsets.UTF_8));
        Frames.write(to, Frames.EXIT, new byte[] {(byte) status}, 0, 1);
    }

    /// The command is not interrupted: that would close the files of store and ledger under everybody else. It finds
    /// its output broken.
    private static void awaitEnd(DataInputStream from, AtomicBoolean gone) {
        try {
            gone.set(from.read() == -1);
        } catch (IOException _) {
            gone.set(true);
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the socket of commands stays behind: {0}", e.getMessage());
        }
        threads.shutdownNow();
        threads.close();
    }
}
