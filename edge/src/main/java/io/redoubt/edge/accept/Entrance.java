package io.redoubt.edge.accept;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.redoubt.edge.ServedCertificate;
import io.redoubt.edge.forward.ClientConnection;
import io.redoubt.edge.forward.EdgeState;
import io.redoubt.edge.forward.LoopState;
import io.redoubt.edge.forward.Refusals;
import io.redoubt.edge.http1.Http1Front;
import io.redoubt.edge.http2.Http2Front;
import io.redoubt.edge.loop.Watched;
import io.redoubt.edge.message.Refusal;
import io.redoubt.edge.tls.ServerCertificates;
import io.redoubt.edge.tls.TlsGate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A connection from accept to the end of its handshake: who it is from, whether it may come in, what it will speak.
final class Entrance extends ChannelInboundHandlerAdapter implements TlsGate.Callback, Watched {

    private final EdgeState edge;
    private final LoopState loop;
    private final Channel channel;
    private final long since = System.nanoTime();
    private final Arrival arrival;
    private @Nullable String serverName;
    private TlsGate.Kind kind = TlsGate.Kind.SERVICE;
    private boolean refused;

    Entrance(EdgeState edge, LoopState loop, Channel channel) {
        this.edge = edge;
        this.loop = loop;
        this.channel = channel;
        this.arrival = new Arrival(edge, loop, channel);
    }

    /// Before the first byte is read.
    void open() {
        loop.watches().add(this);
        channel.pipeline().addLast(this);
        decided(arrival.open());
    }

    private void decided(@Nullable Refusal refusal) {
        if (refusal != null) {
            log(refusal, Arrival.why(refusal));
            channel.close();
        } else if (arrival.named()) {
            channel.pipeline()
                    .addBefore(
                            channel.pipeline().context(this).name(),
                            null,
                            new TlsGate(this, edge.live().limits().handshake()));
        }
    }

    private void log(Refusal refusal, String why) {
        if (!refused) {
            refused = true;
            Refusals.log(edge, client(), "TLS", refusal, why);
        }
    }

    private ClientConnection client() {
        return arrival.client(serverName);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HAProxyMessage told) {
            decided(arrival.tell(told));
        } else {
            ctx.fireChannelRead(message);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                begin(ctx);
            } else {
                log(Refusal.HANDSHAKE, "the TLS handshake failed");
                ctx.close();
            }
        }
    }

    private void begin(ChannelHandlerContext ctx) {
        edge.metrics().handshake();
        loop.watches().remove(this);
        if (kind == TlsGate.Kind.CHALLENGE) {
            ctx.close();
            return;
        }
        SslHandler tls = ctx.pipeline().get(SslHandler.class);
        if (tls != null && "h2".equals(tls.applicationProtocol())) {
            ctx.pipeline().replace(this, null, Http2Front.create(edge, client(), channel));
        } else {
            ctx.pipeline().replace(this, null, new Http1Front(edge, client(), channel));
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        loop.watches().remove(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        log(Refusal.HANDSHAKE, "what came is no TLS, or no PROXY protocol");
        ctx.close();
    }

    @Override
    public ServerCertificates certificates() {
        return edge.live().certificates();
    }

    @Override
    public Optional<ServedCertificate> challenge(String name) {
        ServedCertificate own = edge.live().snapshot().challenges().alpn().get(name);
        return own != null ? Optional.of(own) : edge.ports().challenges().alpn(name);
    }

    @Override
    public void chosen(@Nullable String name, TlsGate.Kind what) {
        serverName = name;
        kind = what;
    }

    @Override
    public void refused(String why) {
        log(Refusal.HANDSHAKE, why);
    }

    @Override
    public void look(long now) {
        if (now - since > edge.live().limits().handshake().toNanos()) {
            log(Refusal.HANDSHAKE, "the TLS handshake takes too long");
            channel.close();
        }
    }
}
