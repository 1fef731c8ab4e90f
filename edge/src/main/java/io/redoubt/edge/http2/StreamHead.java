package io.redoubt.edge.http2;

import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import io.redoubt.edge.EdgeLimits;
import io.redoubt.edge.message.Authority;
import io.redoubt.edge.message.BodyLength;
import io.redoubt.edge.message.FieldName;
import io.redoubt.edge.message.Fields;
import io.redoubt.edge.message.Octets;
import io.redoubt.edge.message.Protocol;
import io.redoubt.edge.message.Refusal;
import io.redoubt.edge.message.RefusedException;
import io.redoubt.edge.message.RequestHead;
import io.redoubt.edge.message.RequestRules;
import io.redoubt.edge.message.Target;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The head of an HTTP/2 request, held to what HTTP/1.1 could carry unchanged (RFC 9113, 8.2 and 8.3): nothing in it
/// can become a second line, another framing or another host on the way to the server.
final class StreamHead {

    private static final AsciiString HTTPS = AsciiString.cached("https");
    private static final AsciiString TRAILERS = AsciiString.cached("trailers");

    private final Fields fields = new Fields();
    private @Nullable AsciiString method;
    private @Nullable AsciiString scheme;
    private @Nullable AsciiString authority;
    private @Nullable AsciiString path;

    private StreamHead() {}

    static RequestHead read(Http2Headers headers, boolean ended, EdgeLimits limits) throws RefusedException {
        StreamHead head = new StreamHead();
        for (Map.Entry<CharSequence, CharSequence> each : headers) {
            head.add(AsciiString.of(each.getKey()), AsciiString.of(each.getValue()));
        }
        if (head.fields.size() > limits.fields()) {
            throw new RefusedException(Refusal.HEAD_TOO_LARGE, "there are too many fields");
        }
        return head.request(ended, limits);
    }

    private void add(AsciiString name, AsciiString value) throws RefusedException {
        if (!Octets.value(value)) {
            throw malformed("a field's value has a control character, or white space around it");
        }
        if (!name.isEmpty() && name.byteAt(0) == ':') {
            pseudo(name.toString(), value);
            return;
        }
        if (!Octets.token(name) || capital(name)) {
            throw malformed("a field's name is not a token in small letters");
        }
        FieldName known = RequestRules.field(name);
        boolean connection = known.role() == FieldName.Role.HOP_BY_HOP && known != FieldName.EXPECT;
        if (connection && !(known == FieldName.TE && TRAILERS.equals(value)) && known != FieldName.TRAILER) {
            throw malformed("a field belongs to a connection of HTTP/1");
        }
        fields.add(known, name, value);
    }

    private void pseudo(String name, AsciiString value) throws RefusedException {
        if (fields.size() > 0) {
            throw malformed("a pseudo field stands behind others");
        }
        switch (name) {
            case ":method" -> method = once(method, value);
            case ":scheme" -> scheme = once(scheme, value);
            case ":authority" -> authority = once(authority, value);
            case ":path" -> path = once(path, value);
            default -> throw malformed("a pseudo field is not known");
        }
    }

    private static AsciiString once(@Nullable AsciiString before, AsciiString value) throws RefusedException {
        if (before != null) {
            throw malformed("a pseudo field is there twice");
        }
        return value;
    }

    private RequestHead request(boolean ended, EdgeLimits limits) throws RefusedException {
        if (method == null || scheme == null || authority == null || path == null) {
            throw malformed("a pseudo field is missing");
        }
        RequestRules.method(method);
        if (!HTTPS.contentEqualsIgnoreCase(scheme)) {
            throw malformed("the scheme is not https");
        }
        if (path.length() > limits.targetBytes()) {
            throw new RefusedException(Refusal.TARGET_TOO_LONG, "the target is too long");
        }
        Authority host = Authority.parse(authority);
        AsciiString told = fields.first(FieldName.HOST);
        if (told != null && (fields.count(FieldName.HOST) > 1 || !told.contentEqualsIgnoreCase(authority))) {
            throw new RefusedException(Refusal.AMBIGUOUS_HOST, ":authority and Host name different hosts");
        }
        Target target = Target.parse(path);
        long length = RequestRules.contentLength(fields);
        boolean continues = RequestRules.continues(Protocol.HTTP_2, fields);
        return new RequestHead(
                Protocol.HTTP_2, method, target, host, fields, bodyLength(length, ended, method), continues, false);
    }

    private static long bodyLength(long told, boolean ended, AsciiString method) throws RefusedException {
        if (!ended) {
            return told >= 0 ? told : BodyLength.STREAMED;
        }
        if (told > 0) {
            throw new RefusedException(Refusal.AMBIGUOUS_FRAMING, "the body is shorter than its content length");
        }
        boolean expected = switch (method.toString()) {
            case "POST", "PUT", "PATCH" -> true;
            default -> false;
        };
        return told == 0 || expected ? 0 : BodyLength.NONE;
    }

    private static boolean capital(AsciiString name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.byteAt(i) >= 'A' && name.byteAt(i) <= 'Z') {
                return true;
            }
        }
        return false;
    }

    private static RefusedException malformed(String why) {
        return new RefusedException(Refusal.MALFORMED, why);
    }
}
