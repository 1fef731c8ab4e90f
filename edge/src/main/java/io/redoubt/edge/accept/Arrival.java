package io.redoubt.edge.accept;

import io.netty.channel.Channel;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.redoubt.edge.forward.Admission;
import io.redoubt.edge.forward.ClientConnection;
import io.redoubt.edge.forward.EdgeState;
import io.redoubt.edge.forward.Live;
import io.redoubt.edge.forward.LoopState;
import io.redoubt.edge.limit.Client;
import io.redoubt.edge.message.Refusal;
import io.redoubt.policy.Address;
import org.jspecify.annotations.Nullable;

/// Who a connection is from, and whether it may come in: by its address, or by PROXY protocol from those who must speak
/// it. The same for every port.
public final class Arrival {

    private static final int TLVS = 4_096;

    private final EdgeState edge;
    private final LoopState loop;
    private final Channel channel;
    private Address peer;
    private @Nullable Client account;
    private boolean named = true;

    public Arrival(EdgeState edge, LoopState loop, Channel channel) {
        this.edge = edge;
        this.loop = loop;
        this.channel = channel;
        this.peer = Peers.of(channel.remoteAddress());
    }

    /// Before the first byte is read. Where PROXY protocol is to come, it is read by a handler before all others.
    ///
    /// @return why the connection is turned away, or null
    public @Nullable Refusal open() {
        edge.metrics().accepted();
        channel.closeFuture().addListener(_ -> closed());
        edge.open().add(channel);
        Live live = edge.live();
        if (edge.metrics().connections() > live.limits().connections()) {
            return Refusal.TOO_MANY_CONNECTIONS;
        }
        if (live.protocol().contains(peer)) {
            named = false;
            channel.pipeline().addFirst(new HAProxyMessageDecoder(TLVS));
            return null;
        }
        return admission(live);
    }

    private void closed() {
        edge.metrics().closed();
        Client known = account;
        if (known != null) {
            known.disconnect();
        }
    }

    /// Whether it is known who the client is; where it is not, PROXY protocol has yet to come.
    public boolean named() {
        return named;
    }

    /// Takes what PROXY protocol tells.
    ///
    /// @return why the connection is turned away, or null
    public @Nullable Refusal tell(HAProxyMessage told) {
        Address client = Peers.named(told, peer);
        told.release();
        if (client == null) {
            return Refusal.HANDSHAKE;
        }
        peer = client;
        named = true;
        return admission(edge.live());
    }

    private @Nullable Refusal admission(Live live) {
        Client known = edge.clients().of(peer);
        account = known;
        return Admission.refusal(edge, live, peer, known);
    }

    /// As the log says why it was turned away.
    public static String why(Refusal refusal) {
        return refusal == Refusal.HANDSHAKE
                ? "PROXY protocol names no address of a client"
                : "the connection was closed before its first byte was read";
    }

    /// @param serverName the name that it asked for in TLS, in small letters
    public ClientConnection client(@Nullable String serverName) {
        Client known = account;
        return new ClientConnection(peer, known == null ? edge.clients().of(peer) : known, loop, serverName);
    }
}
