package io.redoubt.edge.message;

import io.netty.util.AsciiString;

/// How long a body is, as a number: its bytes, or one of these.
public final class BodyLength {

    /// There is none, and nothing is said of one.
    public static final long NONE = -1;
    /// Until its own end: chunked, or until the end of an HTTP/2 stream.
    public static final long STREAMED = -2;
    /// Until the connection ends: only a response.
    public static final long UNTIL_CLOSE = -3;

    private static final int DIGITS = 18;

    private BodyLength() {}

    /// The value of a `Content-Length`: digits only, or -1.
    public static long parse(AsciiString text) {
        if (text.isEmpty() || text.length() > DIGITS) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            byte octet = text.byteAt(i);
            if (octet < '0' || octet > '9') {
                return -1;
            }
            value = value * 10 + (octet - '0');
        }
        return value;
    }
}
