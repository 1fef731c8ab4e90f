package io.redoubt.edge.metrics;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// Answers whatever is asked on loopback with the metrics, and closes. No connection stays open for longer than a head
/// may take, and no more than a few at once.
public final class MetricsListener extends ChannelInitializer<Channel> {

    private static final int CONNECTIONS = 16;

    private final Metrics metrics;
    private final Supplier<Duration> patience;
    private final AtomicInteger open = new AtomicInteger();

    /// @param patience how long a connection may last
    public MetricsListener(Metrics metrics, Supplier<Duration> patience) {
        this.metrics = metrics;
        this.patience = patience;
    }

    @Override
    protected void initChannel(Channel channel) {
        int now = open.incrementAndGet();
        channel.closeFuture().addListener(_ -> open.decrementAndGet());
        if (now > CONNECTIONS) {
            channel.close();
            return;
        }
        ScheduledFuture<?> end = channel.eventLoop()
                .schedule(() -> channel.close(), patience.get().toNanos(), TimeUnit.NANOSECONDS);
        channel.closeFuture().addListener(_ -> end.cancel(false));
        channel.pipeline().addLast(new Answer(metrics));
    }

    private static final class Answer extends ChannelInboundHandlerAdapter {

        private final Metrics metrics;
        private boolean answered;

        Answer(Metrics metrics) {
            this.metrics = metrics;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ((ByteBuf) message).release();
            if (answered) {
                return;
            }
            answered = true;
            byte[] text = metrics.text().getBytes(StandardCharsets.UTF_8);
            String head =
                    "HTTP/1.1 200 OK\r\ncontent-type: text/plain; version=0.0.4; charset=utf-8\r\ncontent-length: "
                            + text.length + "\r\nconnection: close\r\n\r\n";
            ByteBuf out = ctx.alloc().buffer(head.length() + text.length);
            out.writeCharSequence(head, StandardCharsets.US_ASCII);
            ctx.writeAndFlush(out.writeBytes(text)).addListener(ChannelFutureListener.CLOSE);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
