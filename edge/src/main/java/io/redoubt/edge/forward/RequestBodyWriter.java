package io.redoubt.edge.forward;

import io.netty.buffer.ByteBuf;
import io.redoubt.edge.message.BodyLength;
import io.redoubt.edge.upstream.ServerConnection;
import java.nio.charset.StandardCharsets;
import java.util.function.IntConsumer;

/// The body of a request as its server gets it: as long as it said, or in chunks of the edge's own.
final class RequestBodyWriter {

    private static final int CRLF = ('\r' << 8) | '\n';
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private RequestBodyWriter() {}

    /// @param taken told how long the piece was, when it has gone out
    static void piece(ServerConnection to, ByteBuf data, long bodyLength, IntConsumer taken) {
        int size = data.readableBytes();
        boolean chunked = bodyLength == BodyLength.STREAMED;
        if (chunked) {
            ByteBuf frame = to.alloc().buffer(12);
            frame.writeCharSequence(Integer.toHexString(size), StandardCharsets.US_ASCII);
            to.writeQuietly(frame.writeShort(CRLF));
        }
        to.write(data).addListener(_ -> taken.accept(size));
        if (chunked) {
            to.writeQuietly(to.alloc().buffer(2).writeShort(CRLF));
        }
    }

    static void end(ServerConnection to, long bodyLength) {
        if (bodyLength == BodyLength.STREAMED) {
            to.writeQuietly(to.alloc().buffer(LAST_CHUNK.length).writeBytes(LAST_CHUNK));
        }
    }
}
