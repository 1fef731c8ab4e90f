package io.redoubt.edge.forward;

import io.netty.buffer.ByteBuf;
import io.netty.util.AsciiString;
import io.redoubt.edge.message.BodyLength;
import io.redoubt.edge.message.FieldName;
import io.redoubt.edge.message.Fields;
import io.redoubt.edge.message.RequestHead;
import io.redoubt.edge.message.RequestRules;
import java.nio.charset.StandardCharsets;

/// The head of a request as its server gets it: method, target and fields as authorised; framing, hop-by-hop fields and
/// what is said of the client written anew.
final class RequestWriter {

    private static final AsciiString VERSION = AsciiString.cached(" HTTP/1.1\r\nhost: ");
    private static final AsciiString SEPARATOR = AsciiString.cached(": ");
    private static final AsciiString COOKIE = AsciiString.cached("cookie: ");
    private static final AsciiString LENGTH = AsciiString.cached("content-length: ");
    private static final AsciiString CHUNKED = AsciiString.cached("transfer-encoding: chunked\r\n");
    private static final AsciiString UPGRADE = AsciiString.cached("connection: upgrade\r\nupgrade: websocket\r\n");
    private static final AsciiString FOR = AsciiString.cached("x-forwarded-for: ");
    private static final AsciiString HOST = AsciiString.cached("\r\nx-forwarded-proto: https\r\nx-forwarded-host: ");
    private static final AsciiString FORWARDED = AsciiString.cached("\r\nforwarded: for=");
    private static final AsciiString FORWARDED_HOST = AsciiString.cached(";host=\"");
    private static final AsciiString FORWARDED_END = AsciiString.cached("\";proto=https\r\n\r\n");
    private static final int LINE_FEED = ('\r' << 8) | '\n';

    private RequestWriter() {}

    static void write(ByteBuf out, RequestHead request, Origin origin) {
        write(out, request.method());
        out.writeByte(' ');
        write(out, request.target().text());
        write(out, VERSION);
        write(out, request.authority().text());
        end(out);
        fields(out, request.fields());
        if (request.bodyLength() >= 0) {
            write(out, LENGTH);
            out.writeCharSequence(Long.toString(request.bodyLength()), StandardCharsets.US_ASCII);
            end(out);
        } else if (request.bodyLength() == BodyLength.STREAMED) {
            write(out, CHUNKED);
        }
        if (request.upgrade()) {
            write(out, UPGRADE);
        }
        write(out, FOR);
        out.writeCharSequence(origin.chain(), StandardCharsets.US_ASCII);
        write(out, HOST);
        write(out, request.authority().text());
        write(out, FORWARDED);
        out.writeCharSequence(origin.forwarded(), StandardCharsets.US_ASCII);
        write(out, FORWARDED_HOST);
        write(out, request.authority().text());
        write(out, FORWARDED_END);
    }

    private static void fields(ByteBuf out, Fields fields) {
        boolean options = fields.has(FieldName.CONNECTION);
        boolean cookie = false;
        for (int i = 0; i < fields.size(); i++) {
            FieldName known = fields.known(i);
            if (known == FieldName.COOKIE) {
                cookie |= cookie(out, fields, i, cookie);
                continue;
            }
            boolean forwarded = switch (known.role()) {
                case END_TO_END, TELLTALE -> !options || !RequestRules.nominates(fields, fields.name(i));
                case FRAMING, HOP_BY_HOP, CLAIM -> false;
            };
            if (forwarded) {
                field(out, fields.name(i), fields.value(i));
            }
        }
    }

    /// HTTP/2 may send one cookie a field; HTTP/1 has one field (RFC 9113, 8.2.3).
    private static boolean cookie(ByteBuf out, Fields fields, int index, boolean written) {
        if (!written) {
            write(out, COOKIE);
            write(out, fields.value(index));
            for (int i = index + 1; i < fields.size(); i++) {
                if (fields.known(i) == FieldName.COOKIE) {
                    out.writeByte(';').writeByte(' ');
                    write(out, fields.value(i));
                }
            }
            end(out);
        }
        return true;
    }

    private static void field(ByteBuf out, AsciiString name, AsciiString value) {
        write(out, name);
        write(out, SEPARATOR);
        write(out, value);
        end(out);
    }

    private static void end(ByteBuf out) {
        out.writeShort(LINE_FEED);
    }

    private static void write(ByteBuf out, AsciiString text) {
        out.writeBytes(text.array(), text.arrayOffset(), text.length());
    }
}
