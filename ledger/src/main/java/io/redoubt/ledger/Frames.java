package io.redoubt.ledger;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.zip.CRC32C;

/// How an entry or a checkpoint stands in its file: its length (4 bytes), the CRC-32C of its bytes (4 bytes), its
/// bytes; numbers are big-endian. Eight zero bytes, or the file's end, end the frames.
final class Frames {

    static final int HEADER = 8;
    static final int LONGEST = 65_535;

    private Frames() {}

    static ByteBuffer of(Collection<byte[]> contents) {
        int size =
                contents.stream().mapToInt(content -> HEADER + content.length).sum();
        ByteBuffer frames = ByteBuffer.allocate(size);
        for (byte[] content : contents) {
            frames.putInt(content.length)
                    .putInt(crc(content, 0, content.length))
                    .put(content);
        }
        return frames.flip();
    }

    static int crc(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }
}
