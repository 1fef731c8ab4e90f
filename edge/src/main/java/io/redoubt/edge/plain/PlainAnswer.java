package io.redoubt.edge.plain;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.redoubt.edge.forward.EdgeState;
import io.redoubt.edge.forward.ExchangeLine;
import io.redoubt.edge.forward.LoopState;
import io.redoubt.edge.forward.Origin;
import io.redoubt.edge.http1.ResponseWriter;
import io.redoubt.edge.message.Refusal;
import io.redoubt.edge.message.RequestHead;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The one answer to a request without TLS. Whoever takes its bytes has it counted and logged.
final class PlainAnswer {

    private final EdgeState edge;
    private final LoopState loop;
    private final RequestHead request;
    private final Origin origin;
    private final Instant at;
    private final long began = System.nanoTime();
    private @Nullable Refusal would;

    PlainAnswer(EdgeState edge, LoopState loop, RequestHead request, Origin origin) {
        this.edge = edge;
        this.loop = loop;
        this.request = request;
        this.origin = origin;
        this.at = edge.clock().instant();
    }

    /// What the mode `enforce` would have refused it for.
    void wouldRefuse(Refusal refusal) {
        would = refusal;
        edge.metrics().wouldRefuse(refusal);
    }

    ByteBuf refused(Refusal refusal) {
        edge.metrics().refuse(refusal);
        String why = refusal == Refusal.MALFORMED ? origin.fault() : null;
        log(refusal.status(), 0, refusal, why);
        return ResponseWriter.refusal(UnpooledByteBufAllocator.DEFAULT, refusal, !request.isHead(), false);
    }

    /// The answer to a challenge of ACME (RFC 8555, 8.3).
    ByteBuf proof(String text) {
        String body = request.isHead() ? "" : text;
        log(200, body.length(), null, null);
        return bytes("HTTP/1.1 200 OK\r\ncontent-type: application/octet-stream\r\ncontent-length: " + text.length()
                + "\r\nconnection: close\r\n\r\n" + body);
    }

    ByteBuf redirect(String location) {
        String method = request.method().toString();
        boolean safe = method.equals("GET") || method.equals("HEAD");
        log(safe ? 301 : 308, 0, null, null);
        return bytes("HTTP/1.1 " + (safe ? "301 Moved Permanently" : "308 Permanent Redirect") + "\r\nlocation: "
                + location + "\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    }

    private void log(int status, long responseBytes, @Nullable Refusal refusal, @Nullable String why) {
        edge.metrics().answered(status, 0, responseBytes);
        ExchangeLine line = new ExchangeLine(at, origin.client(), request, null, null, refusal, why, would);
        loop.log().write(line.entry(status, 0, responseBytes, (System.nanoTime() - began) / 1_000));
    }

    private static ByteBuf bytes(String response) {
        return Unpooled.copiedBuffer(response, StandardCharsets.US_ASCII);
    }
}
