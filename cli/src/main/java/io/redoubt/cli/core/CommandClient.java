package io.redoubt.cli.core;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/// The way to the core that holds a data directory.
public final class CommandClient {

    private final Path socket;

    private CommandClient(Path socket) {
        this.socket = socket;
    }

    /// @param run the data directory's place for sockets
    /// @return empty when no core answers there
    public static Optional<CommandClient> find(Path run) {
        Path socket = run.resolve(CommandServer.SOCKET);
        if (!Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try (SocketChannel _ = connect(socket)) {
            return Optional.of(new CommandClient(socket));
        } catch (IOException _) {
            // One that was left behind by a core that was killed.
            return Optional.empty();
        }
    }

    private static SocketChannel connect(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /// Has the core run a command, and shows what it prints.
    ///
    /// @return the exit status
    /// @throws EOFException when the core ended before the command did
    public int run(CommandRequest request, PrintStream out, PrintStream err) throws IOException {
        try (SocketChannel channel = connect(socket);
                DataOutputStream to =
                        new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel)));
                DataInputStream from = new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel)))) {
            byte[] bytes = request.toBytes();
            Frames.write(to, Frames.COMMAND, bytes, 0, bytes.length);
            while (true) {
                int kind = from.readUnsignedByte();
                byte[] content = Frames.read(from, from.readInt());
                switch (kind) {
                    case Frames.OUT -> show(content, out);
                    case Frames.ERR -> show(content, err);
                    case Frames.EXIT -> {
                        return content[0];
                    }
                    default -> throw new IOException("a frame of an unknown kind");
                }
            }
        }
    }

    private static void show(byte[] content, OutputStream where) throws IOException {
        where.write(content);
        where.flush();
    }
}
