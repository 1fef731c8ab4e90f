package io.redoubt.edge.forward;

import io.netty.buffer.ByteBuf;
import io.redoubt.edge.message.Refusal;
import io.redoubt.edge.message.ResponseHead;

/// A client's side of one exchange: writes the response in the client's protocol. All calls come from its event loop.
public interface Front {

    /// The client may send its body.
    void proceed();

    /// A response below 200, with another to follow.
    void interim(ResponseHead head);

    /// `101 Switching Protocols`: what follows in both directions are bytes of the tunnel.
    void switched(ResponseHead head);

    void head(ResponseHead head);

    /// @param data released by the front
    void data(ByteBuf data);

    /// The response is whole.
    void end();

    /// The response can't be completed, and the client must not take it for whole.
    void abort();

    /// A response of the edge's own, where none has begun.
    void refuse(Refusal refusal);

    /// Whether the client keeps up.
    boolean writable();

    void flush();

    /// So many bytes of the body have gone on.
    void consumed(int bytes);

    /// The exchange takes more of the body.
    void resume();
}
