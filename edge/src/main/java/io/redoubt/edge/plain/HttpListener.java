package io.redoubt.edge.plain;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.redoubt.edge.forward.EdgeState;

/// Takes connections that do not speak TLS.
public final class HttpListener extends ChannelInitializer<Channel> {

    private final EdgeState edge;
    private final int httpsPort;

    /// @param httpsPort where redirects lead
    public HttpListener(EdgeState edge, int httpsPort) {
        this.edge = edge;
        this.httpsPort = httpsPort;
    }

    @Override
    protected void initChannel(Channel channel) {
        PlainFront front = new PlainFront(edge, edge.loop(channel.eventLoop()), channel, httpsPort);
        channel.pipeline().addLast(front);
        front.open();
    }
}
