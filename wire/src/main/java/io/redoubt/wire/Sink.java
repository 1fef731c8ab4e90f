package io.redoubt.wire;

import java.io.ByteArrayOutputStream;

/// Writes the presentation language of TLS (RFC 8446, section 3).
final class Sink {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);

    Sink u8(int value) {
        bytes.write(value);
        return this;
    }

    Sink u16(int value) {
        return u8(value >>> 8).u8(value);
    }

    Sink u24(int value) {
        return u8(value >>> 16).u16(value);
    }

    Sink raw(byte[] value) {
        bytes.writeBytes(value);
        return this;
    }

    /// A vector with a length of one byte before it.
    Sink vector8(byte[] value) {
        return u8(value.length).raw(value);
    }

    /// A vector with a length of two bytes before it.
    Sink vector16(byte[] value) {
        return u16(value.length).raw(value);
    }

    Sink extension(int type, byte[] value) {
        return u16(type).vector16(value);
    }

    int size() {
        return bytes.size();
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }
}
