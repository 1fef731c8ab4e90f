package io.redoubt.edge.http1;

import io.netty.util.AsciiString;
import io.redoubt.edge.EdgeLimits;
import io.redoubt.edge.message.Authority;
import io.redoubt.edge.message.FieldName;
import io.redoubt.edge.message.Fields;
import io.redoubt.edge.message.Protocol;
import io.redoubt.edge.message.Refusal;
import io.redoubt.edge.message.RefusedException;
import io.redoubt.edge.message.RequestHead;
import io.redoubt.edge.message.RequestRules;
import io.redoubt.edge.message.Target;

/// The head of an HTTP/1 request, from its bytes.
public final class RequestHeads {

    private static final AsciiString HTTP_1_1 = AsciiString.cached("HTTP/1.1");
    private static final AsciiString HTTP_1_0 = AsciiString.cached("HTTP/1.0");
    private static final AsciiString SCHEME = AsciiString.cached("https://");

    private static final AsciiString ROOT = AsciiString.cached("/");

    private RequestHeads() {}

    /// @param head from the request line to the empty line, both with their ends
    public static RequestHead read(byte[] head, EdgeLimits limits) throws RefusedException {
        int end = HeadLines.lineEnd(head, 0);
        int first = space(head, 0, end);
        int second = space(head, first + 1, end);
        AsciiString method = text(head, 0, first);
        AsciiString target = text(head, first + 1, second);
        Protocol protocol = protocol(text(head, second + 1, end));
        RequestRules.method(method);
        if (target.length() > limits.targetBytes()) {
            throw new RefusedException(Refusal.TARGET_TOO_LONG, "the target is too long");
        }
        Fields fields = HeadLines.fields(head, end + 2, limits.fields(), RequestRules::field);
        if (fields.count(FieldName.HOST) != 1) {
            throw new RefusedException(Refusal.AMBIGUOUS_HOST, "there is not exactly one Host");
        }
        AsciiString host = fields.first(FieldName.HOST);
        Authority authority = Authority.parse(host == null ? AsciiString.EMPTY_STRING : host);
        Target path = Target.parse(absolute(target, authority));
        long bodyLength = RequestRules.bodyLength(protocol, fields);
        RequestRules.connection(fields);
        boolean continues = RequestRules.continues(protocol, fields);
        boolean upgrade = RequestRules.upgrade(protocol, method, fields, bodyLength);
        return new RequestHead(protocol, method, path, authority, fields, bodyLength, continues, upgrade);
    }

    /// The path of `https://host/path`, where the host is the one of `Host`; any other target as it is.
    private static AsciiString absolute(AsciiString target, Authority authority) throws RefusedException {
        if (target.length() > 0 && target.byteAt(0) == '/') {
            return target;
        }
        int begin = SCHEME.length();
        if (target.length() <= begin || !SCHEME.contentEqualsIgnoreCase(target.subSequence(0, begin, false))) {
            throw HeadLines.malformed("the target is neither a path nor https://");
        }
        int slash = target.indexOf('/', begin);
        AsciiString named = target.subSequence(begin, slash < 0 ? target.length() : slash, false);
        if (!named.contentEqualsIgnoreCase(authority.text())) {
            throw new RefusedException(Refusal.AMBIGUOUS_HOST, "target and Host name different hosts");
        }
        return slash < 0 ? ROOT : target.subSequence(slash, target.length(), false);
    }

    private static Protocol protocol(AsciiString text) throws RefusedException {
        if (HTTP_1_1.equals(text)) {
            return Protocol.HTTP_1_1;
        }
        if (HTTP_1_0.equals(text)) {
            return Protocol.HTTP_1_0;
        }
        boolean versioned = text.length() == HTTP_1_1.length() && text.startsWith("HTTP/");
        throw versioned
                ? new RefusedException(Refusal.VERSION, "the version of HTTP is not served")
                : HeadLines.malformed("the request line has no version");
    }

    /// The single space that ends a part of the request line.
    private static int space(byte[] head, int from, int end) throws RefusedException {
        for (int i = from; i < end; i++) {
            if (head[i] == ' ') {
                if (i == from) {
                    break;
                }
                return i;
            }
        }
        throw HeadLines.malformed("the request line has not three parts");
    }

    private static AsciiString text(byte[] head, int from, int to) {
        return new AsciiString(head, from, to - from, false);
    }
}
