package io.redoubt.edge.plain;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.redoubt.edge.accept.Arrival;
import io.redoubt.edge.forward.EdgeState;
import io.redoubt.edge.forward.Judgement;
import io.redoubt.edge.forward.Live;
import io.redoubt.edge.forward.LoopState;
import io.redoubt.edge.forward.Origin;
import io.redoubt.edge.forward.Refusals;
import io.redoubt.edge.http1.MessageEnd;
import io.redoubt.edge.http1.RequestHeads;
import io.redoubt.edge.http1.ResponseWriter;
import io.redoubt.edge.loop.Watched;
import io.redoubt.edge.message.Refusal;
import io.redoubt.edge.message.RefusedException;
import io.redoubt.edge.message.RequestHead;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A client that does not speak TLS: it gets the answer to a challenge of ACME, or is sent to https, and nothing else.
/// One request a connection; a body is not read.
final class PlainFront extends ChannelInboundHandlerAdapter implements Watched {

    private static final String CHALLENGE = "/.well-known/acme-challenge/";
    private static final String PROTOCOL = "HTTP/1";
    private static final int HTTPS = 443;
    /// Neither a challenge nor a redirect needs more.
    private static final int HEAD_BYTES = 8 << 10;

    private final EdgeState edge;
    private final LoopState loop;
    private final Channel channel;
    private final int httpsPort;
    private final Arrival arrival;
    private final long since = System.nanoTime();
    private @Nullable ByteBuf pending;
    private int scanned;
    private boolean answered;

    PlainFront(EdgeState edge, LoopState loop, Channel channel, int httpsPort) {
        this.edge = edge;
        this.loop = loop;
        this.channel = channel;
        this.httpsPort = httpsPort;
        this.arrival = new Arrival(edge, loop, channel);
    }

    /// Before the first byte is read.
    void open() {
        decided(arrival.open());
    }

    private void decided(@Nullable Refusal refusal) {
        if (refusal != null) {
            turnAway(refusal, Arrival.why(refusal));
        }
    }

    private void turnAway(Refusal refusal, String why) {
        answered = true;
        Refusals.log(edge, arrival.client(null), PROTOCOL, refusal, why);
        channel.close();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        loop.watches().add(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HAProxyMessage told) {
            decided(arrival.tell(told));
            return;
        }
        ByteBuf in = (ByteBuf) message;
        if (answered) {
            in.release();
            return;
        }
        pending = pending == null ? in : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), pending, in);
        try {
            read(pending);
        } catch (RefusedException e) {
            refuseUnread(e.refusal(), e.why());
        }
        if (answered) {
            release();
        }
    }

    private void read(ByteBuf in) throws RefusedException {
        Live live = edge.live();
        int start = in.readerIndex();
        int end = MessageEnd.of(in, start + scanned);
        if ((end < 0 ? in.readableBytes() : end - start)
                > Math.min(HEAD_BYTES, live.limits().headBytes())) {
            throw new RefusedException(Refusal.HEAD_TOO_LARGE, "the request's head is too long");
        }
        if (end < 0) {
            scanned = in.readableBytes();
            return;
        }
        byte[] head = new byte[end - start];
        in.readBytes(head);
        answer(live, RequestHeads.read(head, live.limits()));
    }

    private void answer(Live live, RequestHead request) {
        Origin origin = Origin.of(request, arrival.client(null).peer(), live.trusted());
        PlainAnswer answer = new PlainAnswer(edge, loop, request, origin);
        Refusal refusal = Judgement.withoutServer(live, edge, origin);
        if (refusal != null && refusal.safety() == Refusal.Safety.BY_POLICY && !Judgement.enforced(live)) {
            answer.wouldRefuse(refusal);
            refusal = null;
        }
        if (refusal != null) {
            send(answer.refused(refusal));
            return;
        }
        String path = request.target().path();
        String host = request.authority().host();
        if (path.startsWith(CHALLENGE)) {
            String token = path.substring(CHALLENGE.length());
            Optional<String> own =
                    Optional.ofNullable(live.snapshot().challenges().tokens().get(token));
            Optional<String> proof =
                    own.isPresent() ? own : edge.ports().challenges().http(token);
            send(proof.isPresent() ? answer.proof(proof.get()) : answer.refused(Refusal.NO_ROUTE));
        } else if (live.routes().knows(host)) {
            String port = httpsPort == HTTPS ? "" : ":" + httpsPort;
            send(answer.redirect("https://" + host + port + request.target().text()));
        } else {
            send(answer.refused(Refusal.MISDIRECTED));
        }
    }

    /// Where there is no request that could be understood.
    private void refuseUnread(Refusal refusal, String why) {
        Refusals.log(edge, arrival.client(null), PROTOCOL, refusal, why);
        send(ResponseWriter.refusal(channel.alloc(), refusal, true, false));
    }

    private void send(ByteBuf response) {
        answered = true;
        channel.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    private void release() {
        if (pending != null) {
            pending.release();
            pending = null;
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        answered = true;
        release();
        loop.watches().remove(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!answered && !arrival.named()) {
            turnAway(Refusal.HANDSHAKE, "what came is no PROXY protocol");
        } else {
            ctx.close();
        }
    }

    @Override
    public void look(long now) {
        if (now - since <= edge.live().limits().head().toNanos()) {
            return;
        }
        if (!answered && !arrival.named()) {
            turnAway(Refusal.HANDSHAKE, "PROXY protocol takes too long");
        } else if (!answered && pending != null) {
            refuseUnread(Refusal.SLOW_HEAD, "the request's head takes too long");
            release();
        } else {
            channel.close();
        }
    }
}
