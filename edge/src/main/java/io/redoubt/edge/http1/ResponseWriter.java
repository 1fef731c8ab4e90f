package io.redoubt.edge.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.AsciiString;
import io.redoubt.edge.forward.ResponseFields;
import io.redoubt.edge.message.BodyLength;
import io.redoubt.edge.message.FieldName;
import io.redoubt.edge.message.Fields;
import io.redoubt.edge.message.Refusal;
import io.redoubt.edge.message.ResponseHead;
import java.nio.charset.StandardCharsets;

/// The heads of responses as HTTP/1.1 has them.
public final class ResponseWriter {

    private static final AsciiString VERSION = AsciiString.cached("HTTP/1.1 ");
    private static final AsciiString OK = AsciiString.cached("HTTP/1.1 200 OK\r\n");
    private static final AsciiString SEPARATOR = AsciiString.cached(": ");
    private static final AsciiString LENGTH = AsciiString.cached("content-length: ");
    private static final AsciiString CHUNKED = AsciiString.cached("transfer-encoding: chunked\r\n");
    private static final AsciiString CLOSE = AsciiString.cached("connection: close\r\n");
    private static final AsciiString SWITCHED =
            AsciiString.cached("HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n");
    private static final AsciiString REFUSED = AsciiString.cached("""
            content-type: text/plain; charset=utf-8
            cache-control: no-store
            strict-transport-security: max-age=31536000
            x-content-type-options: nosniff
            referrer-policy: no-referrer
            x-frame-options: DENY
            content-security-policy: default-src 'none'; frame-ancestors 'none'
            """.replace("\n", "\r\n"));
    private static final int ROOM = 1_024;
    private static final int CRLF = ('\r' << 8) | '\n';

    private ResponseWriter() {}

    static ByteBuf head(ByteBufAllocator alloc, ResponseHead head, boolean chunked, boolean keepAlive) {
        ByteBuf out = alloc.buffer(ROOM);
        status(out, head.status());
        ResponseFields.write(head, (name, value) -> field(out, name, value));
        if (chunked) {
            write(out, CHUNKED);
        } else {
            length(out, head);
        }
        if (!keepAlive) {
            write(out, CLOSE);
        }
        return out.writeShort(CRLF);
    }

    /// A response to HEAD, or 304, tells the length of another; 204 tells none.
    private static void length(ByteBuf out, ResponseHead head) {
        if (head.bodyLength() >= 0) {
            write(out, LENGTH);
            out.writeCharSequence(Long.toString(head.bodyLength()), StandardCharsets.US_ASCII);
            out.writeShort(CRLF);
        } else if (head.bodyLength() == BodyLength.NONE && head.status() >= 200 && head.status() != 204) {
            AsciiString told = head.fields().first(FieldName.CONTENT_LENGTH);
            if (told != null) {
                write(out, LENGTH);
                write(out, told);
                out.writeShort(CRLF);
            }
        }
    }

    static ByteBuf interim(ByteBufAllocator alloc, ResponseHead head) {
        ByteBuf out = alloc.buffer(ROOM);
        status(out, head.status());
        ends(out, head.fields());
        return out.writeShort(CRLF);
    }

    static ByteBuf switched(ByteBufAllocator alloc, ResponseHead head) {
        ByteBuf out = alloc.buffer(ROOM);
        write(out, SWITCHED);
        ends(out, head.fields());
        return out.writeShort(CRLF);
    }

    private static void ends(ByteBuf out, Fields fields) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.known(i).role() == FieldName.Role.END_TO_END) {
                field(out, fields.name(i), fields.value(i));
            }
        }
    }

    /// A response of the edge's own.
    public static ByteBuf refusal(ByteBufAllocator alloc, Refusal refusal, boolean withBody, boolean keepAlive) {
        ByteBuf out = alloc.buffer(ROOM);
        String text = refusal.status() + " " + refusal.label() + "\n";
        status(out, refusal.status());
        write(out, REFUSED);
        if (refusal == Refusal.METHOD) {
            out.writeCharSequence("allow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS\r\n", StandardCharsets.US_ASCII);
        }
        write(out, LENGTH);
        out.writeCharSequence(Integer.toString(text.length()), StandardCharsets.US_ASCII);
        out.writeShort(CRLF);
        if (!keepAlive) {
            write(out, CLOSE);
        }
        out.writeShort(CRLF);
        if (withBody) {
            out.writeCharSequence(text, StandardCharsets.US_ASCII);
        }
        return out;
    }

    private static void status(ByteBuf out, int status) {
        if (status == 200) {
            write(out, OK);
            return;
        }
        write(out, VERSION);
        HttpResponseStatus known = HttpResponseStatus.valueOf(status);
        write(out, known.codeAsText());
        out.writeByte(' ');
        out.writeCharSequence(known.reasonPhrase(), StandardCharsets.US_ASCII);
        out.writeShort(CRLF);
    }

    private static void field(ByteBuf out, AsciiString name, AsciiString value) {
        write(out, name);
        write(out, SEPARATOR);
        write(out, value);
        out.writeShort(CRLF);
    }

    private static void write(ByteBuf out, AsciiString text) {
        out.writeBytes(text.array(), text.arrayOffset(), text.length());
    }
}
