package io.redoubt.edge.accept;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.redoubt.edge.forward.EdgeState;

/// Takes connections that speak TLS.
public final class HttpsListener extends ChannelInitializer<Channel> {

    private final EdgeState edge;

    public HttpsListener(EdgeState edge) {
        this.edge = edge;
    }

    @Override
    protected void initChannel(Channel channel) {
        new Entrance(edge, edge.loop(channel.eventLoop()), channel).open();
    }
}
