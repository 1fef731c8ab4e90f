package io.redoubt.ledger;

import io.redoubt.ledger.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Reads a file's frames in their order, whatever its bytes are. Not thread-safe.
final class FrameReader {

    /// What stands at an offset.
    sealed interface Step {
        @SuppressWarnings("ArrayRecordComponent") // never compared
        record Frame(Frames.Kind kind, long offset, byte[] content) implements Step {
            long end() {
                return offset + Frames.HEADER + content.length;
            }
        }

        /// @param kind what its first byte says that it was
        record Broken(long offset, Frames.Kind kind, String why) implements Step {}

        record End(long offset) implements Step {}
    }

    private final DiskFile file;
    private final long size;
    private final byte[] window;
    private final ByteBuffer buffer;

    private long windowStart;
    private long position;
    /// Where the last byte stands that is not zero; -1 until it was looked for.
    private long lastWritten = -1;

    /// @param window how many bytes are read at once, at least
    FrameReader(DiskFile file, long from, int window) throws IOException {
        this.file = file;
        this.size = file.size();
        this.window =
                new byte[Math.clamp(size - from, Frames.HEADER, Math.max(window, Frames.HEADER + Frames.LONGEST))];
        this.buffer = ByteBuffer.wrap(this.window).limit(0);
        this.windowStart = from;
        this.position = from;
    }

    /// The frame at the present place; after one, the place is behind it, otherwise it stays.
    Step next() throws IOException {
        int at = see(Frames.HEADER);
        int seen = available();
        if (seen < Frames.HEADER) {
            return zeroes(at, seen) ? new Step.End(position) : broken(Frames.Kind.ENTRY, "the file ends within it");
        }
        int head = buffer.getInt(at);
        int crc = buffer.getInt(at + 4);
        if (head == 0 && crc == 0) {
            return new Step.End(position);
        }
        if (!Frames.canBegin(head)) {
            return broken(Frames.Kind.ENTRY, "its kind or length cannot be");
        }
        int length = Frames.length(head);
        at = see(Frames.HEADER + length);
        if (available() < Frames.HEADER + length) {
            return broken(Frames.kind(head), "the file ends within it");
        }
        if (Frames.crc(head, window, at + Frames.HEADER, length) != crc) {
            return broken(Frames.kind(head), "its checksum does not match");
        }
        byte[] content = Arrays.copyOfRange(window, at + Frames.HEADER, at + Frames.HEADER + length);
        Step.Frame frame = new Step.Frame(Frames.kind(head), position, content);
        position = frame.end();
        return frame;
    }

    private Step.Broken broken(Frames.Kind kind, String why) {
        return new Step.Broken(position, kind, why);
    }

    /// Goes to the next whole frame behind the present place. A place within a frame is not taken for one: neither
    /// canonical JSON nor a note has a zero byte, and the second one of a frame is zero.
    ///
    /// @return whether there is one
    boolean skipToFrame() throws IOException {
        int start = see(Integer.BYTES);
        int head = available() < Integer.BYTES ? 0 : buffer.getInt(start);
        // A frame whose content alone was changed still has its length.
        long likely = position + Frames.HEADER + Frames.length(head);
        if (Frames.canBegin(head) && likely <= size) {
            long broken = position;
            position = likely;
            Step step = next();
            position = likely;
            if (step instanceof Step.Frame) {
                return true;
            }
            position = broken;
        }
        while (++position + Frames.HEADER < size) {
            int at = see(Integer.BYTES);
            if (available() < Integer.BYTES) {
                break;
            }
            if (Frames.canBegin(buffer.getInt(at))) {
                long here = position;
                Step step = next();
                position = here;
                if (step instanceof Step.Frame) {
                    return true;
                }
            }
        }
        position = size;
        return false;
    }

    /// Whether there are bytes at the present place or behind it that are not zero. Looked for once: a hostile file has
    /// many places to ask at.
    boolean isMoreWritten() throws IOException {
        if (lastWritten < 0) {
            strayBytes();
        }
        return position <= lastWritten;
    }

    /// The bytes from the present place to the file's end that are not zero.
    long strayBytes() throws IOException {
        long stray = 0;
        long here = position;
        lastWritten = 0;
        while (position < size) {
            int at = see(1);
            if (available() < 1) {
                break;
            }
            for (int i = at; i < buffer.limit(); i++) {
                if (window[i] != 0) {
                    stray++;
                    lastWritten = windowStart + i;
                }
            }
            position = windowStart + buffer.limit();
        }
        position = here;
        return stray;
    }

    private int available() {
        return (int) (windowStart + buffer.limit() - position);
    }

    private boolean zeroes(int from, int count) {
        for (int i = from; i < from + count; i++) {
            if (window[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /// Sees to it that as many bytes are in the window, where the file has them.
    private int see(int count) throws IOException {
        boolean before = position < windowStart;
        if (before || (available() < count && windowStart + buffer.limit() < size)) {
            windowStart = position;
            buffer.clear();
            file.read(buffer, position);
            buffer.flip();
        }
        return (int) (position - windowStart);
    }
}
