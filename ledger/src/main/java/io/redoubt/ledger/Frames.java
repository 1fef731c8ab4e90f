package io.redoubt.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32C;

/// How entries and checkpoints stand in a file: the kind (1 byte), the length of the content (3 bytes), the CRC-32C of
/// these four bytes and the content (4 bytes), the content; numbers are big-endian. Eight zero bytes, or the file's
/// end, end the frames.
final class Frames {

    static final int HEADER = 8;
    static final int LONGEST = 65_535;

    private static final int KIND_SHIFT = 24;
    private static final int LENGTH_MASK = 0xff_ffff;

    private Frames() {}

    /// What a frame holds.
    enum Kind {
        ENTRY(0),
        CHECKPOINT(1);

        private final int number;

        Kind(int number) {
            this.number = number;
        }
    }

    /// A commit: its entries, then the checkpoint over them.
    static ByteBuffer commit(List<Leaf> leaves, Checkpoint checkpoint) {
        byte[] note = checkpoint.note().getBytes(StandardCharsets.UTF_8);
        int size = leaves.stream().mapToInt(Leaf::framed).sum() + HEADER + note.length;
        ByteBuffer frames = ByteBuffer.allocate(size);
        leaves.forEach(leaf -> put(frames, Kind.ENTRY, leaf.json()));
        put(frames, Kind.CHECKPOINT, note);
        return frames.flip();
    }

    static void put(ByteBuffer into, Kind kind, byte[] content) {
        int head = kind.number << KIND_SHIFT | content.length;
        into.putInt(head).putInt(crc(head, content, 0, content.length)).put(content);
    }

    /// Whether a frame can begin with these four bytes.
    static boolean canBegin(int head) {
        return head >>> KIND_SHIFT <= Kind.CHECKPOINT.number && length(head) > 0 && length(head) <= LONGEST;
    }

    static Kind kind(int head) {
        return head >>> KIND_SHIFT == Kind.CHECKPOINT.number ? Kind.CHECKPOINT : Kind.ENTRY;
    }

    static int length(int head) {
        return head & LENGTH_MASK;
    }

    static int crc(int head, byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Integer.BYTES).putInt(head).flip());
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }
}
