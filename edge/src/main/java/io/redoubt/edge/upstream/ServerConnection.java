package io.redoubt.edge.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.redoubt.edge.http1.BodyDecoder;
import io.redoubt.edge.http1.MessageEnd;
import io.redoubt.edge.http1.ResponseHeadReader;
import io.redoubt.edge.limit.Client;
import io.redoubt.edge.message.BodyLength;
import io.redoubt.edge.message.Refusal;
import io.redoubt.edge.message.RefusedException;
import io.redoubt.edge.message.RequestHead;
import io.redoubt.edge.message.ResponseHead;
import org.jspecify.annotations.Nullable;

/// A connection to a server: one request at a time, and no byte of one response is ever taken for another's. A byte
/// that nobody waits for ends it.
public final class ServerConnection extends ChannelInboundHandlerAdapter {

    private static final int HEAD_BYTES = 64 << 10;
    private static final int INTERIM = 16;

    private final Server server;
    private final ServerConnections home;
    private final Channel channel;
    private @Nullable Client user;
    private @Nullable Receiver receiver;
    private @Nullable RequestHead request;
    private @Nullable ByteBuf pending;
    private @Nullable BodyDecoder body;
    private @Nullable ResponseHead head;
    private int scanned;
    private int interim;
    private boolean requestSent;
    private boolean tunnel;
    private boolean reused;
    private boolean heard;
    private long idleSince;

    ServerConnection(Server server, ServerConnections home, Channel channel) {
        this.server = server;
        this.home = home;
        this.channel = channel;
    }

    public Server server() {
        return server;
    }

    /// Whether it has answered before, so that its server may have closed it meanwhile.
    public boolean reused() {
        return reused;
    }

    /// Whether a byte of the present response has come.
    public boolean heard() {
        return heard;
    }

    /// Sends the head of a request; what answers goes to the receiver.
    public void begin(Receiver who, RequestHead what, ByteBuf bytes) {
        receiver = who;
        request = what;
        requestSent = false;
        heard = false;
        interim = 0;
        channel.write(bytes, channel.voidPromise());
    }

    public ChannelFuture write(ByteBuf bytes) {
        return channel.write(bytes);
    }

    public void writeQuietly(ByteBuf bytes) {
        channel.write(bytes, channel.voidPromise());
    }

    public void flush() {
        channel.flush();
    }

    public boolean writable() {
        return channel.isWritable();
    }

    /// The last byte of the request has been written.
    public void requestSent() {
        requestSent = true;
        channel.flush();
    }

    /// Lets the server wait until the client takes more.
    public void pause() {
        channel.config().setAutoRead(false);
    }

    public void resume() {
        channel.config().setAutoRead(true);
    }

    public ByteBufAllocator alloc() {
        return channel.alloc();
    }

    /// Whoever asked for it does not need it any more.
    public void unused() {
        home.release(this);
    }

    /// Nobody waits any more.
    public void abandon() {
        receiver = null;
        channel.close();
    }

    Channel channel() {
        return channel;
    }

    /// @return whose it was before
    @Nullable
    Client usedBy(@Nullable Client next) {
        Client before = user;
        user = next;
        return before;
    }

    void idle(long now) {
        idleSince = now;
    }

    long idleSince() {
        return idleSince;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        pending = pending == null ? in : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), pending, in);
        try {
            while (pending != null && pending.isReadable() && step(pending)) {
                // Each step takes something.
            }
        } catch (RefusedException e) {
            fail(Refusal.UPSTREAM_MALFORMED, e.why());
        }
        if (pending != null && !pending.isReadable()) {
            pending.release();
            pending = null;
        }
    }

    private boolean step(ByteBuf in) throws RefusedException {
        Receiver who = receiver;
        if (who == null) {
            drop();
            return false;
        }
        heard = true;
        if (tunnel) {
            who.data(in.readRetainedSlice(in.readableBytes()));
            return false;
        }
        BodyDecoder decoder = body;
        if (decoder == null) {
            return readHead(in, who);
        }
        ByteBuf piece = decoder.next(in);
        boolean some = piece.isReadable();
        if (some) {
            who.data(piece);
        }
        if (decoder.done()) {
            complete();
            return true;
        }
        return some;
    }

    private boolean readHead(ByteBuf in, Receiver who) throws RefusedException {
        int start = in.readerIndex();
        int end = MessageEnd.of(in, start + scanned);
        if ((end < 0 ? in.readableBytes() : end - start) > HEAD_BYTES) {
            throw new RefusedException(Refusal.UPSTREAM_MALFORMED, "the response's head is too long");
        }
        if (end < 0) {
            scanned = in.readableBytes();
            return false;
        }
        scanned = 0;
        byte[] bytes = new byte[end - start];
        in.readBytes(bytes);
        RequestHead asked = request;
        if (asked == null) {
            throw new RefusedException(Refusal.UPSTREAM_MALFORMED, "a response without a request");
        }
        ResponseHead answer = ResponseHeadReader.read(bytes, asked);
        if (answer.status() == 101) {
            if (!asked.upgrade()) {
                throw new RefusedException(Refusal.UPSTREAM_MALFORMED, "the server switched protocols unasked");
            }
            tunnel = true;
            who.switched(answer);
            return true;
        }
        if (answer.interim()) {
            interim++;
            if (interim > INTERIM) {
                throw new RefusedException(Refusal.UPSTREAM_MALFORMED, "the server sends interim responses only");
            }
            who.interim(answer);
            return true;
        }
        head = answer;
        server.answered();
        BodyDecoder decoder = new BodyDecoder(
                answer.bodyLength() == BodyLength.NONE ? 0 : answer.bodyLength(), BodyDecoder.Extensions.IGNORED);
        body = decoder;
        who.head(answer);
        if (receiver != null && decoder.done()) {
            complete();
        }
        return true;
    }

    private void complete() {
        Receiver who = receiver;
        ResponseHead answer = head;
        boolean clean = pending == null || !pending.isReadable();
        boolean reusable = answer != null && answer.reusable() && requestSent && clean && !tunnel;
        receiver = null;
        request = null;
        head = null;
        body = null;
        if (reusable && channel.isActive()) {
            reused = true;
            resume();
            home.release(this);
        } else {
            drop();
        }
        if (who != null) {
            who.end();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        Receiver who = receiver;
        if (who != null) {
            who.flush();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        Receiver who = receiver;
        if (who != null && channel.isWritable()) {
            who.serverWritable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        home.gone(this);
        BodyDecoder decoder = body;
        if (receiver != null && (tunnel || (decoder != null && decoder.untilClose()))) {
            complete();
        } else {
            fail(Refusal.UPSTREAM_BROKEN, "the server closed the connection");
        }
        drop();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(Refusal.UPSTREAM_BROKEN, "the connection to the server broke");
    }

    private void fail(Refusal refusal, String why) {
        Receiver who = receiver;
        receiver = null;
        drop();
        if (who != null) {
            server.failed(System.nanoTime());
            who.failed(refusal, why);
        }
    }

    private void drop() {
        if (pending != null) {
            pending.release();
            pending = null;
        }
        channel.close();
    }
}
