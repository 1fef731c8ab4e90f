package io.redoubt.store.barrier;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Texts and numbers as one sequence of bytes from which they could be told apart again: each text is preceded by its
/// length in UTF-8.
final class Parts {

    private ByteBuffer buffer = ByteBuffer.allocate(192);

    Parts add(String text) {
        return add(text.getBytes(StandardCharsets.UTF_8));
    }

    Parts add(byte[] bytes) {
        room(Integer.BYTES + bytes.length).putInt(bytes.length).put(bytes);
        return this;
    }

    Parts add(int number) {
        room(Integer.BYTES).putInt(number);
        return this;
    }

    Parts add(long number) {
        room(Long.BYTES).putLong(number);
        return this;
    }

    byte[] toBytes() {
        byte[] bytes = new byte[buffer.position()];
        buffer.flip().get(bytes);
        return bytes;
    }

    private ByteBuffer room(int length) {
        if (buffer.remaining() < length) {
            buffer = ByteBuffer.allocate(2 * (buffer.position() + length)).put(buffer.flip());
        }
        return buffer;
    }
}
