package io.redoubt.edge.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AsciiString;
import io.redoubt.edge.EdgeLimits;
import io.redoubt.edge.forward.ClientConnection;
import io.redoubt.edge.forward.EdgeState;
import io.redoubt.edge.forward.Exchange;
import io.redoubt.edge.forward.Front;
import io.redoubt.edge.forward.Refusals;
import io.redoubt.edge.loop.Watched;
import io.redoubt.edge.message.BodyLength;
import io.redoubt.edge.message.Protocol;
import io.redoubt.edge.message.Refusal;
import io.redoubt.edge.message.RefusedException;
import io.redoubt.edge.message.RequestHead;
import io.redoubt.edge.message.RequestRules;
import io.redoubt.edge.message.ResponseHead;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A client that speaks HTTP/1. One request is served after the other, so that responses come in order however many
/// requests are sent at once.
public final class Http1Front extends ChannelInboundHandlerAdapter implements Front, Watched {

    private static final AsciiString CLOSE = AsciiString.cached("close");
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int CRLF = ('\r' << 8) | '\n';
    /// So much of what follows a request is kept while it is served.
    private static final int AHEAD = 64 << 10;
    private static final long LINGER_NANOS = 2_000_000_000L;
    private static final long DRAIN_NANOS = 1_000_000_000L;

    private final EdgeState edge;
    private final ClientConnection client;
    private final Channel channel;
    private @Nullable ByteBuf pending;
    private @Nullable Exchange exchange;
    private @Nullable RequestHead request;
    private BodyDecoder body = new BodyDecoder(0, BodyDecoder.Extensions.REFUSED);
    private int scanned;
    private boolean processing;
    private boolean keepAlive = true;
    private boolean chunked;
    private boolean tunnel;
    private boolean closing;
    /// Where the client's next message would begin is not known.
    private boolean lost;
    /// Since when the client has been waited for.
    private long since = System.nanoTime();
    private long bodySince;
    private long bodyBytes;
    private long blockedSince;

    public Http1Front(EdgeState edge, ClientConnection client, Channel channel) {
        this.edge = edge;
        this.client = client;
        this.channel = channel;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        client.loop().watches().add(this);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        client.loop().watches().remove(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        if (closing) {
            in.release();
            return;
        }
        if (pending == null) {
            pending = in;
            if (exchange == null) {
                since = System.nanoTime();
            }
        } else {
            pending = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), pending, in);
        }
        process();
    }

    private void process() {
        if (processing) {
            return;
        }
        processing = true;
        try {
            while (!closing && pending != null && pending.isReadable() && step(pending)) {
                // Each step takes something.
            }
        } catch (RefusedException e) {
            malformed(e);
        } finally {
            processing = false;
        }
        Exchange current = exchange;
        if (current != null) {
            current.flushRequest();
        }
        if (pending != null && (closing || !pending.isReadable())) {
            pending.release();
            pending = null;
            scanned = 0;
        }
        boolean enough = !closing && pending != null && pending.readableBytes() >= AHEAD;
        if (channel.config().isAutoRead() == enough) {
            channel.config().setAutoRead(!enough);
        }
    }

    private boolean step(ByteBuf in) throws RefusedException {
        Exchange current = exchange;
        if (current == null) {
            return readHead(in);
        }
        if (tunnel) {
            if (current.wantsBody()) {
                current.body(in.readRetainedSlice(in.readableBytes()));
            }
            return false;
        }
        if (body.done() || !current.wantsBody()) {
            return false;
        }
        ByteBuf piece = body.next(in);
        int size = piece.readableBytes();
        if (size > 0) {
            since = System.nanoTime();
            bodyBytes += size;
            current.body(piece);
        }
        if (body.done()) {
            current.bodyEnd();
            return true;
        }
        return size > 0;
    }

    private boolean readHead(ByteBuf in) throws RefusedException {
        EdgeLimits limits = edge.live().limits();
        int start = in.readerIndex();
        int end = HeadLines.end(in, start + scanned);
        int size = end < 0 ? in.readableBytes() : end - start;
        if (size > limits.headBytes()) {
            boolean target = in.indexOf(start, start + limits.targetBytes(), (byte) '\n') < 0;
            throw new RefusedException(
                    target ? Refusal.TARGET_TOO_LONG : Refusal.HEAD_TOO_LARGE, "the request's head is too long");
        }
        if (end < 0) {
            scanned = size;
            return false;
        }
        scanned = 0;
        byte[] head = new byte[size];
        in.readBytes(head);
        RequestHead read = RequestHeads.read(head, limits);
        request = read;
        keepAlive = read.protocol() == Protocol.HTTP_1_1 && !RequestRules.nominates(read.fields(), CLOSE);
        body = new BodyDecoder(read.bodyLength(), BodyDecoder.Extensions.REFUSED);
        bodyBytes = 0;
        bodySince = System.nanoTime();
        since = bodySince;
        Exchange next = new Exchange(edge, client, this, read);
        exchange = next;
        next.start();
        return true;
    }

    private void malformed(RefusedException e) {
        Exchange current = exchange;
        if (current != null) {
            keepAlive = false;
            current.fail(e.refusal(), e.why());
        } else {
            lost = true;
            Refusals.log(edge, client, "HTTP/1", e.refusal(), e.why());
            refuse(e.refusal());
        }
    }

    @Override
    public void proceed() {
        channel.writeAndFlush(Unpooled.wrappedBuffer(CONTINUE));
    }

    @Override
    public void interim(ResponseHead head) {
        if (request != null && request.protocol() == Protocol.HTTP_1_1) {
            channel.write(ResponseWriter.interim(channel.alloc(), head));
        }
    }

    @Override
    public void switched(ResponseHead head) {
        tunnel = true;
        keepAlive = false;
        channel.writeAndFlush(ResponseWriter.switched(channel.alloc(), head));
    }

    @Override
    public void head(ResponseHead head) {
        RequestHead asked = request;
        boolean modern = asked != null && asked.protocol() == Protocol.HTTP_1_1;
        boolean endless = head.bodyLength() == BodyLength.STREAMED || head.bodyLength() == BodyLength.UNTIL_CLOSE;
        chunked = endless && modern;
        keepAlive &= modern && !edge.draining();
        channel.write(ResponseWriter.head(channel.alloc(), head, chunked, keepAlive), channel.voidPromise());
    }

    @Override
    public void data(ByteBuf data) {
        if (chunked) {
            ByteBuf size = channel.alloc().buffer(12);
            size.writeCharSequence(Integer.toHexString(data.readableBytes()), StandardCharsets.US_ASCII);
            channel.write(size.writeShort(CRLF), channel.voidPromise());
            channel.write(data, channel.voidPromise());
            channel.write(channel.alloc().buffer(2).writeShort(CRLF), channel.voidPromise());
        } else {
            channel.write(data, channel.voidPromise());
        }
    }

    @Override
    public void end() {
        if (chunked) {
            channel.write(Unpooled.wrappedBuffer(LAST_CHUNK), channel.voidPromise());
        }
        finish();
    }

    @Override
    public void abort() {
        closing = true;
        exchange = null;
        channel.close();
    }

    @Override
    public void refuse(Refusal refusal) {
        RequestHead asked = request;
        keepAlive &= exchange != null && body.done() && !edge.draining() && refusal != Refusal.MISDIRECTED;
        boolean withBody = exchange == null || asked == null || !asked.isHead();
        channel.write(ResponseWriter.refusal(channel.alloc(), refusal, withBody, keepAlive));
        finish();
    }

    private void finish() {
        exchange = null;
        request = null;
        chunked = false;
        since = System.nanoTime();
        if (keepAlive && body.done()) {
            channel.flush();
            process();
        } else {
            close();
        }
    }

    /// What the client still sends is read and thrown away for a while, or the system would tear down the connection
    /// before the response has been read.
    private void close() {
        closing = true;
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if ((body.done() && !lost) || tls == null) {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            return;
        }
        channel.flush();
        tls.closeOutbound();
        since = System.nanoTime();
        channel.config().setAutoRead(true);
    }

    @Override
    public boolean writable() {
        return channel.isWritable();
    }

    @Override
    public void flush() {
        channel.flush();
    }

    @Override
    public void consumed(int bytes) {
        // What can't be sent on is not read: HTTP/1 has no other flow control.
    }

    @Override
    public void resume() {
        process();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        Exchange current = exchange;
        if (!channel.isWritable()) {
            blockedSince = System.nanoTime();
        } else if (current != null) {
            current.clientWritable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closing = true;
        Exchange current = exchange;
        exchange = null;
        if (current != null) {
            current.cancel();
        }
        if (pending != null) {
            pending.release();
            pending = null;
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    @Override
    public void look(long now) {
        EdgeLimits limits = edge.live().limits();
        Exchange current = exchange;
        long waited = now - since;
        if (closing) {
            if (waited > LINGER_NANOS) {
                channel.close();
            }
        } else if (!channel.isWritable()) {
            if (now - blockedSince > limits.body().toNanos()) {
                channel.close();
            }
        } else if (current == null) {
            if (pending != null) {
                if (waited > limits.head().toNanos()) {
                    malformed(new RefusedException(Refusal.SLOW_HEAD, "the request's head takes too long"));
                }
            } else if (waited > limits.idle().toNanos() || (edge.draining() && waited > DRAIN_NANOS)) {
                closing = true;
                channel.close();
            }
        } else if (!body.done() && current.wantsBody()) {
            if (waited > limits.body().toNanos() || limits.dripping(bodyBytes, now - bodySince)) {
                malformed(new RefusedException(Refusal.SLOW_BODY, "the request's body takes too long"));
            }
        }
    }
}
