package io.redoubt.wire;

import java.util.Arrays;

/// Reads the presentation language of TLS (RFC 8446, section 3) from bytes of a stranger.
final class Cursor {

    private final byte[] bytes;
    private final String what;
    private final int end;
    private int at;

    Cursor(byte[] bytes, String what) {
        this(bytes, 0, bytes.length, what);
    }

    private Cursor(byte[] bytes, int start, int end, String what) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
        this.what = what;
    }

    int remaining() {
        return end - at;
    }

    boolean isAtEnd() {
        return at == end;
    }

    int u8() throws NoAnswer {
        need(1);
        return bytes[at++] & 0xff;
    }

    int u16() throws NoAnswer {
        return (u8() << 8) | u8();
    }

    int u24() throws NoAnswer {
        return (u16() << 8) | u8();
    }

    /// As PostgreSQL counts: four bytes with a sign.
    int i32() throws NoAnswer {
        return (u16() << 16) | u16();
    }

    byte[] take(int length) throws NoAnswer {
        need(length);
        byte[] taken = Arrays.copyOfRange(bytes, at, at + length);
        at += length;
        return taken;
    }

    /// The vector that is `length` bytes long, as a cursor of its own.
    Cursor vector(int length) throws NoAnswer {
        need(length);
        Cursor inner = new Cursor(bytes, at, at + length, what);
        at += length;
        return inner;
    }

    byte[] rest() {
        byte[] taken = Arrays.copyOfRange(bytes, at, end);
        at = end;
        return taken;
    }

    void expectEnd() throws NoAnswer {
        if (!isAtEnd()) {
            throw malformed(remaining() + " bytes too many");
        }
    }

    NoAnswer malformed(String why) {
        return NoAnswer.notTheProtocol("malformed " + what + ": " + why);
    }

    private void need(int length) throws NoAnswer {
        if (length > remaining()) {
            throw malformed("ends early");
        }
    }
}
