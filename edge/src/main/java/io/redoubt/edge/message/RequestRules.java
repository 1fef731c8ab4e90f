package io.redoubt.edge.message;

import io.netty.util.AsciiString;

/// What a request must be, whichever protocol it came by.
public final class RequestRules {

    private static final AsciiString CHUNKED = AsciiString.cached("chunked");
    private static final AsciiString CONTINUE = AsciiString.cached("100-continue");
    private static final AsciiString WEBSOCKET = AsciiString.cached("websocket");
    private static final AsciiString UPGRADE = AsciiString.cached("upgrade");
    private static final AsciiString GET = AsciiString.cached("GET");
    private static final AsciiString CONNECT = AsciiString.cached("CONNECT");
    private static final AsciiString TRACE = AsciiString.cached("TRACE");
    private static final AsciiString TRACK = AsciiString.cached("TRACK");
    private static final int LONGEST_METHOD = 32;

    private RequestRules() {}

    public static void method(AsciiString method) throws RefusedException {
        if (method.length() > LONGEST_METHOD || !Octets.token(method)) {
            throw new RefusedException(Refusal.MALFORMED, "the method is no token");
        }
        if (CONNECT.equals(method) || TRACE.equals(method) || TRACK.equals(method)) {
            throw new RefusedException(Refusal.METHOD, "the method is not served");
        }
    }

    /// The field of that name. One that only differs by `_` from a name that decides something is refused: CGI and its
    /// heirs make one variable of both.
    public static FieldName field(AsciiString name) throws RefusedException {
        FieldName field = FieldName.of(name);
        if (field == FieldName.OTHER && name.indexOf('_', 0) >= 0) {
            FieldName twin = FieldName.of(name.replace('_', '-'));
            if (twin != FieldName.OTHER) {
                throw new RefusedException(Refusal.MALFORMED, "a field's name mimics another's");
            }
        }
        return field;
    }

    /// The body of an HTTP/1 request: by exactly one `Content-Length`, by exactly `Transfer-Encoding: chunked`, never
    /// both (RFC 9112, 6.3).
    public static long bodyLength(Protocol protocol, Fields fields) throws RefusedException {
        int lengths = fields.count(FieldName.CONTENT_LENGTH);
        int codings = fields.count(FieldName.TRANSFER_ENCODING);
        if (codings == 0 && lengths == 0) {
            return BodyLength.NONE;
        }
        if (lengths + codings > 1) {
            throw framing("more than one field says where the body ends");
        }
        AsciiString coding = fields.first(FieldName.TRANSFER_ENCODING);
        if (coding != null) {
            if (protocol == Protocol.HTTP_1_0) {
                throw framing("HTTP/1.0 has no transfer coding");
            }
            if (!CHUNKED.contentEqualsIgnoreCase(coding)) {
                throw new RefusedException(Refusal.UNKNOWN_CODING, "the transfer coding is not just chunked");
            }
            return BodyLength.STREAMED;
        }
        return contentLength(fields);
    }

    /// @throws RefusedException where it is not one plain number
    public static long contentLength(Fields fields) throws RefusedException {
        AsciiString text = fields.first(FieldName.CONTENT_LENGTH);
        if (text == null) {
            return BodyLength.NONE;
        }
        long length = BodyLength.parse(text);
        if (length < 0 || fields.count(FieldName.CONTENT_LENGTH) > 1) {
            throw framing("the content length is not one number");
        }
        return length;
    }

    /// Whether the client waits for `100 Continue`.
    public static boolean continues(Protocol protocol, Fields fields) throws RefusedException {
        AsciiString expectation = fields.first(FieldName.EXPECT);
        if (expectation == null) {
            return false;
        }
        if (fields.count(FieldName.EXPECT) > 1 || !CONTINUE.contentEqualsIgnoreCase(expectation)) {
            throw new RefusedException(Refusal.EXPECTATION, "the expectation is not 100-continue");
        }
        return protocol != Protocol.HTTP_1_0;
    }

    /// Whether an HTTP/1.1 request asks for a WebSocket. Other upgrades are not offered, and so not asked for upstream.
    public static boolean upgrade(Protocol protocol, AsciiString method, Fields fields, long bodyLength) {
        AsciiString upgrade = fields.first(FieldName.UPGRADE);
        return upgrade != null
                && protocol == Protocol.HTTP_1_1
                && GET.equals(method)
                && bodyLength == BodyLength.NONE
                && fields.count(FieldName.UPGRADE) == 1
                && WEBSOCKET.contentEqualsIgnoreCase(upgrade)
                && fields.count(FieldName.SEC_WEBSOCKET_KEY) == 1
                && nominates(fields, UPGRADE);
    }

    /// Whether `Connection` names this option or field.
    public static boolean nominates(Fields fields, AsciiString name) {
        return fields.options().contain(name);
    }

    /// A client may have fields removed that belong to this connection, and not those that the request was judged by.
    public static void connection(Fields fields) throws RefusedException {
        for (AsciiString option : fields.options().names()) {
            FieldName named = FieldName.of(option);
            boolean judged = (named != FieldName.OTHER && named.role() != FieldName.Role.HOP_BY_HOP)
                    || named == FieldName.TRANSFER_ENCODING;
            if (judged) {
                throw framing("the connection's options name a field that the request is judged by");
            }
        }
    }

    private static RefusedException framing(String why) {
        return new RefusedException(Refusal.AMBIGUOUS_FRAMING, why);
    }
}
