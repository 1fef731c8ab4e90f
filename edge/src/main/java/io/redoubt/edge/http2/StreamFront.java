package io.redoubt.edge.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.AsciiString;
import io.redoubt.edge.EdgeLimits;
import io.redoubt.edge.forward.Exchange;
import io.redoubt.edge.forward.Front;
import io.redoubt.edge.forward.ResponseFields;
import io.redoubt.edge.message.BodyLength;
import io.redoubt.edge.message.FieldName;
import io.redoubt.edge.message.Refusal;
import io.redoubt.edge.message.ResponseHead;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// One stream of HTTP/2: a client's side of one exchange.
final class StreamFront implements Front {

    private static final AsciiString CONTINUE = AsciiString.cached("100");
    private static final AsciiString LENGTH = FieldName.CONTENT_LENGTH.text();

    private final Http2Front home;
    private final Http2Stream stream;
    private final boolean bare;
    private @Nullable Exchange exchange;
    private long left = BodyLength.STREAMED;
    private boolean requestEnded;
    private boolean ended;
    private final long began = System.nanoTime();
    private long bodySince = began;
    private long bodyBytes;
    private long blockedSince;
    private long overSince;

    /// @param bare whether the response is to have no body (HEAD)
    StreamFront(Http2Front home, Http2Stream stream, boolean bare, boolean requestEnded) {
        this.home = home;
        this.stream = stream;
        this.bare = bare;
        this.requestEnded = requestEnded;
    }

    void begin(Exchange begun) {
        exchange = begun;
        begun.start();
    }

    /// @return how many bytes are done with at once
    int data(ByteBuf data, boolean end) {
        Exchange current = exchange;
        bodySince = System.nanoTime();
        requestEnded |= end;
        int now = data.readableBytes();
        bodyBytes += now;
        if (current != null && !ended) {
            now = 0;
            if (data.isReadable()) {
                current.body(data.retain());
            }
            if (end) {
                current.bodyEnd();
            } else {
                current.flushRequest();
            }
        }
        return now;
    }

    void trailers() {
        requestEnded = true;
        if (exchange != null) {
            exchange.bodyEnd();
        }
    }

    void cancel() {
        ended = true;
        Exchange current = exchange;
        exchange = null;
        if (current != null) {
            current.cancel();
        }
    }

    void clientWritable() {
        blockedSince = 0;
        if (exchange != null) {
            exchange.clientWritable();
        }
    }

    void look(long now, EdgeLimits limits) {
        Exchange current = exchange;
        if (current == null) {
            if (overSince != 0 && now - overSince > limits.body().toNanos()) {
                // What the client does not take is not kept for it.
                home.reset(stream, Http2Error.CANCEL);
            }
            return;
        }
        boolean slow = now - bodySince > limits.body().toNanos() || limits.dripping(bodyBytes, now - began);
        if (!requestEnded && current.wantsBody() && slow) {
            current.fail(Refusal.SLOW_BODY, "the request's body takes too long");
        } else if (blockedSince != 0 && now - blockedSince > limits.body().toNanos()) {
            current.fail(Refusal.CLIENT_GONE, "the client does not read");
        }
    }

    @Override
    public void proceed() {
        home.writeHeaders(stream, new DefaultHttp2Headers(false, 1).status(CONTINUE), false);
        home.flushSoon();
    }

    @Override
    public void interim(ResponseHead head) {
        Http2Headers headers = status(head.status());
        for (int i = 0; i < head.fields().size(); i++) {
            if (head.fields().known(i).role() == FieldName.Role.END_TO_END) {
                headers.add(head.fields().name(i).toLowerCase(), head.fields().value(i));
            }
        }
        home.writeHeaders(stream, headers, false);
    }

    @Override
    public void switched(ResponseHead head) {
        throw new IllegalStateException("an HTTP/2 request asks for no upgrade");
    }

    @Override
    public void head(ResponseHead head) {
        Http2Headers headers = status(head.status());
        ResponseFields.write(head, (name, value) -> headers.add(name.toLowerCase(), value));
        AsciiString told = head.fields().first(FieldName.CONTENT_LENGTH);
        if (head.bodyLength() >= 0 || (told != null && head.bodyLength() == BodyLength.NONE && head.status() != 204)) {
            headers.add(LENGTH, told == null ? AsciiString.of("0") : told);
        }
        left = head.bodyLength();
        ended = left == 0 || left == BodyLength.NONE;
        home.writeHeaders(stream, headers, ended);
    }

    private static Http2Headers status(int status) {
        return new DefaultHttp2Headers(false, 16)
                .status(HttpResponseStatus.valueOf(status).codeAsText());
    }

    @Override
    public void data(ByteBuf data) {
        int size = data.readableBytes();
        home.carried(size);
        if (left > 0) {
            left -= size;
            ended = left == 0;
        }
        home.writeData(stream, data, ended);
    }

    @Override
    public void end() {
        if (!ended) {
            ended = true;
            home.writeData(stream, Unpooled.EMPTY_BUFFER, true);
        }
        over();
    }

    @Override
    public void abort() {
        ended = true;
        exchange = null;
        home.reset(stream, Http2Error.INTERNAL_ERROR);
    }

    @Override
    public void refuse(Refusal refusal) {
        // A body would wait for a window, and headers do not.
        boolean headersOnly = bare || !home.writable(stream);
        String text = refusal.status() + " " + refusal.label() + "\n";
        Http2Headers headers = status(refusal.status())
                .add("content-type", "text/plain; charset=utf-8")
                .add("cache-control", "no-store")
                .add("strict-transport-security", "max-age=31536000")
                .add("x-content-type-options", "nosniff")
                .add("referrer-policy", "no-referrer")
                .add("x-frame-options", "DENY")
                .add("content-security-policy", "default-src 'none'; frame-ancestors 'none'")
                .add(LENGTH, bare || !headersOnly ? Integer.toString(text.length()) : "0");
        ended = true;
        home.writeHeaders(stream, headers, headersOnly);
        if (!headersOnly) {
            home.writeData(stream, Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII), true);
        }
        over();
    }

    private void over() {
        exchange = null;
        overSince = System.nanoTime();
        home.answered();
        if (!requestEnded) {
            // The response is whole without the rest of the request (RFC 9113, 8.1).
            home.reset(stream, Http2Error.NO_ERROR);
        }
        home.flushSoon();
    }

    @Override
    public boolean writable() {
        boolean writable = home.writable(stream);
        blockedSince = writable ? 0 : System.nanoTime();
        return writable;
    }

    @Override
    public void flush() {
        home.flushSoon();
    }

    @Override
    public void consumed(int bytes) {
        home.consumed(stream, bytes);
    }

    @Override
    public void resume() {
        // What has come was handed over; the window keeps the rest with the client.
    }
}
