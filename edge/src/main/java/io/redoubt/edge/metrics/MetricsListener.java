package io.redoubt.edge.metrics;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import java.nio.charset.StandardCharsets;

/// Answers whatever is asked on loopback with the metrics, and closes.
public final class MetricsListener extends ChannelInitializer<Channel> {

    private final Metrics metrics;

    public MetricsListener(Metrics metrics) {
        this.metrics = metrics;
    }

    @Override
    protected void initChannel(Channel channel) {
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
