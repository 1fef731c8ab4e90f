package io.redoubt.edge.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.redoubt.edge.EdgeLimits;
import io.redoubt.edge.forward.ClientConnection;
import io.redoubt.edge.forward.EdgeState;
import io.redoubt.edge.forward.Exchange;
import io.redoubt.edge.forward.Refusals;
import io.redoubt.edge.limit.Load;
import io.redoubt.edge.loop.Watched;
import io.redoubt.edge.message.Refusal;
import io.redoubt.edge.message.RefusedException;
import io.redoubt.edge.message.RequestHead;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A client that speaks HTTP/2: framing and flow control are Netty's, what a stream means is decided here.
public final class Http2Front extends Http2ConnectionHandler implements Watched {

    private static final int STREAM_WINDOW = 256 << 10;
    private static final int CONNECTION_WINDOW = 1 << 20;
    private static final int DEFAULT_WINDOW = 65_535;
    private static final int RESETS = 200;
    private static final int RESETS_SECONDS = 30;
    private static final int CONTINUATIONS = 8;
    private static final int QUEUED_CONTROL = 1_000;
    /// About what a stream takes in memory until it is closed, its request apart.
    private static final int STREAM_BYTES = 2_048;
    private static final long DRAIN_NANOS = 1_000_000_000L;

    private final EdgeState edge;
    private final ClientConnection client;
    private final Channel channel;
    private final Http2Connection.PropertyKey key;
    private final FloodGuard guard = new FloodGuard();
    private @Nullable ChannelHandlerContext context;
    private boolean flushing;
    private long since = System.nanoTime();
    private long drainingSince;
    private boolean drained;

    private Http2Front(
            Http2ConnectionDecoder decoder,
            Http2ConnectionEncoder encoder,
            Http2Settings settings,
            EdgeState edge,
            ClientConnection client,
            Channel channel) {
        super(decoder, encoder, settings);
        this.edge = edge;
        this.client = client;
        this.channel = channel;
        this.key = encoder.connection().newKey();
        encoder.connection().addListener(new StreamEvents(this));
        encoder.flowController().listener(this::clientWritable);
        decoder.frameListener(new FrameEvents(this, guard));
    }

    public static Http2Front create(EdgeState edge, ClientConnection client, Channel channel) {
        return new Builder(edge, client, channel).build();
    }

    private static final class Builder extends AbstractHttp2ConnectionHandlerBuilder<Http2Front, Builder> {

        private final EdgeState edge;
        private final ClientConnection client;
        private final Channel channel;

        Builder(EdgeState edge, ClientConnection client, Channel channel) {
            this.edge = edge;
            this.client = client;
            this.channel = channel;
            EdgeLimits limits = edge.live().limits();
            server(true);
            initialSettings(Http2Settings.defaultSettings()
                    .maxConcurrentStreams(limits.streams())
                    .initialWindowSize(STREAM_WINDOW)
                    .maxHeaderListSize(limits.headBytes()));
            decoderEnforceMaxRstFramesPerWindow(RESETS, RESETS_SECONDS);
            decoderEnforceMaxConsecutiveEmptyDataFrames(2);
            decoderEnforceMaxSmallContinuationFrames(CONTINUATIONS);
            encoderEnforceMaxQueuedControlFrames(QUEUED_CONTROL);
        }

        @Override
        protected Http2Front build() {
            return super.build();
        }

        @Override
        protected Http2Front build(
                Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
            return new Http2Front(decoder, encoder, settings, edge, client, channel);
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
        context = ctx;
        client.loop().watches().add(this);
        super.handlerAdded(ctx);
        Http2Stream all = connection().connectionStream();
        connection().local().flowController().incrementWindowSize(all, CONNECTION_WINDOW - DEFAULT_WINDOW);
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext ctx) throws Exception {
        client.loop().watches().remove(this);
        super.handlerRemoved0(ctx);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        client.loop().watches().remove(this);
        super.channelInactive(ctx);
    }

    /// The head of a request, or its trailer, which is thrown away.
    void headers(int streamId, Http2Headers headers, boolean end) throws Http2Exception {
        Http2Stream stream = connection().stream(streamId);
        if (stream == null) {
            return;
        }
        StreamFront known = front(stream);
        if (known != null) {
            if (!end) {
                throw Http2Exception.streamError(
                        streamId, Http2Error.PROTOCOL_ERROR, "a trailer that does not end its stream");
            }
            known.trailers();
            return;
        }
        since = System.nanoTime();
        if (!hold()) {
            Refusals.log(edge, client, "HTTP/2", Refusal.CLIENT_LOAD, "streams that are not taken take too much");
            reset(stream, Http2Error.REFUSED_STREAM);
            guard.reset();
            return;
        }
        try {
            RequestHead request = StreamHead.read(headers, end, edge.live().limits());
            StreamFront front = new StreamFront(this, stream, request.isHead(), end);
            stream.setProperty(key, front);
            front.begin(new Exchange(edge, client, front, request));
        } catch (RefusedException e) {
            Refusals.log(edge, client, "HTTP/2", e.refusal(), e.why());
            StreamFront front = new StreamFront(this, stream, false, end);
            stream.setProperty(key, front);
            front.refuse(e.refusal());
        }
    }

    private boolean hold() {
        long most = edge.live().limits().heldPerClient();
        return edge.load().take(client.account(), STREAM_BYTES, most) == Load.Room.TAKEN;
    }

    /// A frame that nobody knows is ignored, but not any number of them.
    void unknownFrame() {
        try {
            guard.frame();
        } catch (Http2Exception e) {
            onError(context(), false, e);
        }
    }

    /// @return how many bytes are done with at once
    int data(int streamId, ByteBuf data, boolean end) {
        Http2Stream stream = connection().stream(streamId);
        StreamFront front = stream == null ? null : front(stream);
        guard.carried(data.readableBytes());
        return front == null ? data.readableBytes() : front.data(data, end);
    }

    void closed(Http2Stream stream) {
        StreamFront front = stream.removeProperty(key);
        if (front != null) {
            edge.load().give(client.account(), STREAM_BYTES);
            front.cancel();
        }
        since = System.nanoTime();
    }

    private @Nullable StreamFront front(Http2Stream stream) {
        return stream.getProperty(key);
    }

    private void clientWritable(Http2Stream stream) {
        StreamFront front = front(stream);
        if (front != null && writable(stream)) {
            front.clientWritable();
        }
    }

    private ChannelHandlerContext context() {
        ChannelHandlerContext ctx = context;
        if (ctx == null) {
            throw new IllegalStateException("not in a pipeline yet");
        }
        return ctx;
    }

    void writeHeaders(Http2Stream stream, Http2Headers headers, boolean end) {
        encoder()
                .writeHeaders(context(), stream.id(), headers, 0, end, context().newPromise());
    }

    void writeData(Http2Stream stream, ByteBuf data, boolean end) {
        encoder().writeData(context(), stream.id(), data, 0, end, context().newPromise());
    }

    void reset(Http2Stream stream, Http2Error error) {
        resetStream(context(), stream.id(), error.code(), context().newPromise());
        flushSoon();
    }

    boolean writable(Http2Stream stream) {
        return encoder().flowController().isWritable(stream);
    }

    void carried(int bytes) {
        guard.carried(bytes);
    }

    void answered() {
        guard.answered();
    }

    void consumed(Http2Stream stream, int bytes) {
        try {
            if (connection().local().flowController().consumeBytes(stream, bytes)) {
                flushSoon();
            }
        } catch (Http2Exception e) {
            onError(context(), true, e);
        }
    }

    /// Once for all that is done in this turn of the loop.
    void flushSoon() {
        if (!flushing) {
            flushing = true;
            client.loop().loop().execute(() -> {
                flushing = false;
                channel.flush();
            });
        }
    }

    @Override
    protected void onConnectionError(
            ChannelHandlerContext ctx, boolean outbound, Throwable cause, @Nullable Http2Exception error) {
        if (!outbound && error != null) {
            Refusal refusal = error.error() == Http2Error.ENHANCE_YOUR_CALM ? Refusal.FLOOD : Refusal.MALFORMED;
            Refusals.log(edge, client, "HTTP/2", refusal, "the connection broke the protocol");
        }
        super.onConnectionError(ctx, outbound, cause, error);
    }

    @Override
    protected void onStreamError(
            ChannelHandlerContext ctx, boolean outbound, Throwable cause, Http2Exception.StreamException error) {
        if (!outbound) {
            Refusals.log(edge, client, "HTTP/2", Refusal.MALFORMED, "the stream broke the protocol");
        }
        super.onStreamError(ctx, outbound, cause, error);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
        if (cause instanceof IOException) {
            // The client is gone.
            ctx.close();
        } else {
            super.exceptionCaught(ctx, cause);
        }
    }

    @Override
    public void look(long now) {
        EdgeLimits limits = edge.live().limits();
        List<StreamFront> fronts = new ArrayList<>();
        try {
            connection().forEachActiveStream(stream -> {
                StreamFront front = front(stream);
                if (front != null) {
                    fronts.add(front);
                }
                return true;
            });
        } catch (Http2Exception e) {
            onError(context(), false, e);
        }
        fronts.forEach(front -> front.look(now, limits));
        boolean quiet = connection().numActiveStreams() == 0;
        if (edge.draining()) {
            drain(now, quiet);
        } else if (quiet && now - since > limits.idle().toNanos()) {
            channel.close();
        }
    }

    /// First a GOAWAY that forbids nothing, so that what is under way still comes; then one with the last stream that
    /// will be served (RFC 9113, 6.8).
    private void drain(long now, boolean quiet) {
        if (drainingSince == 0) {
            drainingSince = now;
            goAway(
                    context(),
                    Integer.MAX_VALUE,
                    Http2Error.NO_ERROR.code(),
                    Unpooled.EMPTY_BUFFER,
                    context().newPromise());
            channel.flush();
        } else if (!drained && now - drainingSince > DRAIN_NANOS) {
            drained = true;
            int last = connection().remote().lastStreamCreated();
            goAway(
                    context(),
                    last,
                    Http2Error.NO_ERROR.code(),
                    Unpooled.EMPTY_BUFFER,
                    context().newPromise());
            channel.flush();
        } else if (drained && quiet) {
            channel.close();
        }
    }
}
