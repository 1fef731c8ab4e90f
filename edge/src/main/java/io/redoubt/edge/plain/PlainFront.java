package io.redoubt.edge.plain;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.redoubt.edge.accept.Peers;
import io.redoubt.edge.forward.Admission;
import io.redoubt.edge.forward.ClientConnection;
import io.redoubt.edge.forward.EdgeState;
import io.redoubt.edge.forward.Live;
import io.redoubt.edge.forward.LoopState;
import io.redoubt.edge.forward.Refusals;
import io.redoubt.edge.http1.MessageEnd;
import io.redoubt.edge.http1.RequestHeads;
import io.redoubt.edge.http1.ResponseWriter;
import io.redoubt.edge.loop.Watched;
import io.redoubt.edge.message.Refusal;
import io.redoubt.edge.message.RefusedException;
import io.redoubt.edge.message.RequestHead;
import io.redoubt.policy.Address;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A client that does not speak TLS: it gets the answer to a challenge of ACME, or is sent to https, and nothing else.
/// One request a connection; a body is not read.
final class PlainFront extends ChannelInboundHandlerAdapter implements Watched {

    private static final String CHALLENGE = "/.well-known/acme-challenge/";
    private static final int HTTPS = 443;
    /// Neither a challenge nor a redirect needs more.
    private static final int HEAD_BYTES = 8 << 10;

    private final EdgeState edge;
    private final LoopState loop;
    private final Channel channel;
    private final int httpsPort;
    private final ClientConnection client;
    private final long since = System.nanoTime();
    private @Nullable ByteBuf pending;
    private int scanned;
    private boolean answered;

    PlainFront(EdgeState edge, LoopState loop, Channel channel, int httpsPort) {
        this.edge = edge;
        this.loop = loop;
        this.channel = channel;
        this.httpsPort = httpsPort;
        Address peer = Peers.of(channel.remoteAddress());
        this.client = new ClientConnection(peer, edge.clients().of(peer), loop, null);
    }

    /// Before the first byte is read.
    void open() {
        edge.metrics().accepted();
        channel.closeFuture().addListener(_ -> {
            edge.metrics().closed();
            client.account().disconnect();
        });
        Live live = edge.live();
        Refusal refusal = Admission.refusal(edge, live, client.peer(), client.account());
        if (edge.metrics().connections() > live.limits().connections()) {
            refusal = Refusal.TOO_MANY_CONNECTIONS;
        }
        if (refusal != null) {
            answered = true;
            Refusals.log(edge, client, "HTTP/1", refusal, "the connection was closed before its first byte was read");
            channel.close();
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        loop.watches().add(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        if (answered) {
            in.release();
            return;
        }
        pending = pending == null ? in : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), pending, in);
        try {
            read(pending);
        } catch (RefusedException e) {
            refuse(e.refusal());
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
        String path = request.target().path();
        if (path.startsWith(CHALLENGE)) {
            String token = path.substring(CHALLENGE.length());
            Optional<String> own =
                    Optional.ofNullable(live.snapshot().challenges().tokens().get(token));
            Optional<String> answer =
                    own.isPresent() ? own : edge.ports().challenges().http(token);
            if (answer.isPresent()) {
                send("HTTP/1.1 200 OK\r\ncontent-type: application/octet-stream\r\ncontent-length: "
                        + answer.get().length() + "\r\nconnection: close\r\n\r\n"
                        + (request.isHead() ? "" : answer.get()));
            } else {
                refuse(Refusal.NO_ROUTE);
            }
            return;
        }
        String host = request.authority().host();
        if (!live.routes().knows(host)) {
            refuse(Refusal.MISDIRECTED);
            return;
        }
        String method = request.method().toString();
        String status =
                method.equals("GET") || method.equals("HEAD") ? "301 Moved Permanently" : "308 Permanent Redirect";
        String port = httpsPort == HTTPS ? "" : ":" + httpsPort;
        send("HTTP/1.1 " + status + "\r\nlocation: https://" + host + port
                + request.target().text() + "\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    }

    private void refuse(Refusal refusal) {
        answered = true;
        edge.metrics().refuse(refusal);
        channel.writeAndFlush(ResponseWriter.refusal(channel.alloc(), refusal, true, false))
                .addListener(ChannelFutureListener.CLOSE);
    }

    private void send(String response) {
        answered = true;
        byte[] bytes = response.getBytes(StandardCharsets.US_ASCII);
        channel.writeAndFlush(channel.alloc().buffer(bytes.length).writeBytes(bytes))
                .addListener(ChannelFutureListener.CLOSE);
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
        ctx.close();
    }

    @Override
    public void look(long now) {
        if (now - since > edge.live().limits().head().toNanos()) {
            channel.close();
        }
    }
}
