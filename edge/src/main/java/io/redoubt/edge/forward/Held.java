package io.redoubt.edge.forward;

import io.netty.buffer.ByteBuf;
import io.redoubt.edge.limit.Client;
import io.redoubt.edge.limit.Load;
import io.redoubt.edge.message.Refusal;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// What one exchange keeps in memory: its head until it is over, and the pieces of its body that come before there is a
/// server to take them.
final class Held {

    private final Load load;
    private final Client client;
    private final long mostOfOne;
    private final Deque<ByteBuf> early = new ArrayDeque<>(0);
    private long bytes;

    /// @param mostOfOne bytes, for all exchanges of the client
    Held(Load load, Client client, long mostOfOne) {
        this.load = load;
        this.client = client;
        this.mostOfOne = mostOfOne;
    }

    /// Null where there is room for so many bytes more, which are kept then.
    @Nullable
    Refusal head(long size) {
        return switch (load.take(client, size, mostOfOne)) {
            case TAKEN -> {
                bytes += size;
                yield null;
            }
            case CLIENT_IS_FULL -> Refusal.CLIENT_LOAD;
            case EDGE_IS_FULL -> Refusal.TOO_MANY_CONNECTIONS;
        };
    }

    /// Null where the piece is kept; where it is not, it is the caller's still.
    @Nullable
    Refusal piece(ByteBuf data) {
        Refusal full = head(data.readableBytes());
        if (full == null) {
            early.add(data);
        }
        return full;
    }

    /// The next piece in their order, which is the caller's now; null after the last one.
    @Nullable
    ByteBuf next() {
        ByteBuf piece = early.poll();
        if (piece != null) {
            give(piece.readableBytes());
        }
        return piece;
    }

    /// Keeps nothing any more.
    ///
    /// @return the bytes of the body that nobody took
    int drop() {
        int dropped = 0;
        for (ByteBuf piece = early.poll(); piece != null; piece = early.poll()) {
            dropped += piece.readableBytes();
            piece.release();
        }
        give(bytes);
        return dropped;
    }

    private void give(long size) {
        bytes -= size;
        load.give(client, size);
    }
}
