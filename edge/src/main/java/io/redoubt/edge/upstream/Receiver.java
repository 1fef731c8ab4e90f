package io.redoubt.edge.upstream;

import io.netty.buffer.ByteBuf;
import io.redoubt.edge.message.Refusal;
import io.redoubt.edge.message.ResponseHead;

/// Who waits for a response. All calls come from its event loop; none comes after `end` or `failed`.
public interface Receiver {

    /// A response below 200, with another to follow.
    void interim(ResponseHead head);

    /// `101 Switching Protocols`: what follows are bytes of the tunnel.
    void switched(ResponseHead head);

    void head(ResponseHead head);

    /// @param data to be released by the receiver
    void data(ByteBuf data);

    void end();

    /// The connection is gone or not to be understood.
    void failed(Refusal refusal, String why);

    /// All that has come for now has been handed over.
    void flush();

    /// The server takes more of the request.
    void serverWritable();
}
