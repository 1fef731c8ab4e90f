package io.redoubt.edge.http1;

import io.netty.buffer.ByteBuf;
import io.redoubt.edge.message.RefusedException;

/// Where the head of an HTTP/1 message ends.
public final class MessageEnd {

    private MessageEnd() {}

    /// The index behind the empty line, or -1 where it has not come yet.
    ///
    /// @param from where an earlier call ended without finding it
    public static int of(ByteBuf in, int from) throws RefusedException {
        return HeadLines.end(in, from);
    }
}
