package io.redoubt.edge.message;

import io.netty.util.AsciiString;

/// A request that can be read in one way only.
///
/// @param bodyLength bytes, [BodyLength#NONE] or [BodyLength#STREAMED]
/// @param continues  whether the client waits for `100 Continue` before it sends the body
/// @param upgrade    whether it asks for a WebSocket (RFC 6455)
public record RequestHead(
        Protocol protocol,
        AsciiString method,
        Target target,
        Authority authority,
        Fields fields,
        long bodyLength,
        boolean continues,
        boolean upgrade) {

    private static final AsciiString HEAD = AsciiString.cached("HEAD");

    public boolean hasBody() {
        return bodyLength == BodyLength.STREAMED || bodyLength > 0;
    }

    /// About how many bytes it takes in memory.
    public long size() {
        long size = 1_024L + target.text().length();
        for (int i = 0; i < fields.size(); i++) {
            size += 64L + fields.name(i).length() + fields.value(i).length();
        }
        return size;
    }

    public boolean isHead() {
        return HEAD.equals(method);
    }

    /// May be sent twice (RFC 9110, 9.2.2).
    public boolean idempotent() {
        return switch (method.toString()) {
            case "GET", "HEAD", "OPTIONS", "PUT", "DELETE" -> true;
            default -> false;
        };
    }
}
