package io.redoubt.edge.process;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Core's end of the socket, for one edge.
final class StandInCore implements AutoCloseable {

    private final Path socket;
    private final ServerSocketChannel listener;
    private @Nullable SocketChannel edge;

    private StandInCore(Path socket, ServerSocketChannel listener) {
        this.socket = socket;
        this.listener = listener;
    }

    static StandInCore at(Path socket) {
        try {
            ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            listener.bind(UnixDomainSocketAddress.of(socket));
            return new StandInCore(socket, listener);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits until the edge asks.
    void accept() {
        try {
            edge = listener.accept();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Sends a frame.
    ///
    /// @return what the edge answers
    String tell(byte[] frame) {
        try {
            DataOutputStream out = new DataOutputStream(Channels.newOutputStream(edge()));
            out.writeInt(frame.length);
            out.write(frame);
            DataInputStream in = new DataInputStream(Channels.newInputStream(edge()));
            return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Sends the length of a frame, and nothing of the frame.
    void promise(int length) {
        try {
            new DataOutputStream(Channels.newOutputStream(edge())).writeInt(length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits for what the edge does next: whether it closes.
    boolean isLeft() {
        try {
            return Channels.newInputStream(edge()).read() == -1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SocketChannel edge() {
        if (edge == null) {
            throw new IllegalStateException("no edge has asked");
        }
        return edge;
    }

    @Override
    public void close() {
        try {
            listener.close();
            if (edge != null) {
                edge.close();
            }
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
