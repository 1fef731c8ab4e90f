package io.redoubt.edge.http2;

import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Stream;

/// Tells of streams that have ended, however they did.
final class StreamEvents extends Http2ConnectionAdapter {

    private final Http2Front front;

    StreamEvents(Http2Front front) {
        this.front = front;
    }

    @Override
    public void onStreamClosed(Http2Stream stream) {
        front.closed(stream);
    }
}
