package io.redoubt.edge.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.redoubt.edge.message.BodyLength;
import io.redoubt.edge.message.Octets;
import io.redoubt.edge.message.Refusal;
import io.redoubt.edge.message.RefusedException;

/// Where a body of HTTP/1 ends, and its pieces without their framing. A chunk's size is plain hexadecimal, its lines
/// end in CRLF, its trailer is checked and thrown away (RFC 9112, 7.1; 9110, 6.5.1).
public final class BodyDecoder {

    private enum State {
        LENGTH,
        UNTIL_CLOSE,
        SIZE,
        DATA,
        DATA_END,
        TRAILER,
        DONE
    }

    /// What may stand behind a chunk's size.
    public enum Extensions {
        REFUSED,
        IGNORED
    }

    private static final int SIZE_DIGITS = 12;
    private static final int LINE = 1_024;
    private static final int TRAILER = 8_192;

    private final Extensions extensions;
    private State state;
    private long left;
    private int trailer;

    /// @param length bytes, or one of [BodyLength]
    public BodyDecoder(long length, Extensions extensions) {
        this.extensions = extensions;
        this.left = Math.max(0, length);
        if (length == BodyLength.STREAMED) {
            state = State.SIZE;
        } else if (length == BodyLength.UNTIL_CLOSE) {
            state = State.UNTIL_CLOSE;
        } else {
            state = left == 0 ? State.DONE : State.LENGTH;
        }
    }

    public boolean done() {
        return state == State.DONE;
    }

    public boolean untilClose() {
        return state == State.UNTIL_CLOSE;
    }

    /// The next piece, to be released by the caller; empty where more is needed, or where the body is done.
    public ByteBuf next(ByteBuf in) throws RefusedException {
        while (in.isReadable()) {
            switch (state) {
                case LENGTH -> {
                    return piece(in, State.DONE);
                }
                case UNTIL_CLOSE -> {
                    return in.readRetainedSlice(in.readableBytes());
                }
                case DATA -> {
                    return piece(in, State.DATA_END);
                }
                case SIZE -> {
                    if (!size(in)) {
                        return Unpooled.EMPTY_BUFFER;
                    }
                }
                case DATA_END -> {
                    if (in.readableBytes() < 2) {
                        return Unpooled.EMPTY_BUFFER;
                    }
                    if (in.readByte() != '\r' || in.readByte() != '\n') {
                        throw wrong("a chunk is longer than its size");
                    }
                    state = State.SIZE;
                }
                case TRAILER -> {
                    if (!trailerLine(in)) {
                        return Unpooled.EMPTY_BUFFER;
                    }
                }
                case DONE -> {
                    return Unpooled.EMPTY_BUFFER;
                }
            }
        }
        return Unpooled.EMPTY_BUFFER;
    }

    private ByteBuf piece(ByteBuf in, State then) {
        int length = (int) Math.min(left, in.readableBytes());
        left -= length;
        if (left == 0) {
            state = then;
        }
        return in.readRetainedSlice(length);
    }

    private boolean size(ByteBuf in) throws RefusedException {
        int end = line(in);
        if (end < 0) {
            return false;
        }
        int start = in.readerIndex();
        int at = start;
        long size = 0;
        for (; at < end && Octets.hex(in.getByte(at)) >= 0; at++) {
            size = (size << 4) | Octets.hex(in.getByte(at));
        }
        boolean plain = at > start && at - start <= SIZE_DIGITS;
        if (!plain || (at < end && !extension(in, at, end))) {
            throw wrong("a chunk's size is not plain hexadecimal");
        }
        in.readerIndex(end + 2);
        left = size;
        state = size == 0 ? State.TRAILER : State.DATA;
        return true;
    }

    private boolean extension(ByteBuf in, int from, int to) {
        if (extensions == Extensions.REFUSED || in.getByte(from) != ';') {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (!Octets.value(in.getByte(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean trailerLine(ByteBuf in) throws RefusedException {
        int end = line(in);
        if (end < 0) {
            return false;
        }
        int start = in.readerIndex();
        trailer += end - start + 2;
        if (trailer > TRAILER) {
            throw new RefusedException(Refusal.HEAD_TOO_LARGE, "the trailer is too long");
        }
        if (end == start) {
            state = State.DONE;
        } else {
            field(in, start, end);
        }
        in.readerIndex(end + 2);
        return true;
    }

    private static void field(ByteBuf in, int start, int end) throws RefusedException {
        int colon = start;
        while (colon < end && Octets.token(in.getByte(colon))) {
            colon++;
        }
        boolean named = colon > start && colon < end && in.getByte(colon) == ':';
        for (int i = colon; named && i < end; i++) {
            named = Octets.value(in.getByte(i));
        }
        if (!named) {
            throw wrong("the trailer has a line that is no field");
        }
    }

    /// The index of the CR that ends the next line, or -1 where it is not all there.
    private static int line(ByteBuf in) throws RefusedException {
        int start = in.readerIndex();
        int feed = in.indexOf(start, Math.min(in.writerIndex(), start + LINE), (byte) '\n');
        if (feed < 0) {
            if (in.readableBytes() >= LINE) {
                throw wrong("a line of a chunked body is too long");
            }
            return -1;
        }
        if (feed == start || in.getByte(feed - 1) != '\r') {
            throw wrong("a line of a chunked body ends without CRLF");
        }
        for (int i = start; i < feed - 1; i++) {
            if (in.getByte(i) == '\r') {
                throw wrong("CR stands alone in a chunked body");
            }
        }
        return feed - 1;
    }

    private static RefusedException wrong(String why) {
        return new RefusedException(Refusal.AMBIGUOUS_FRAMING, why);
    }
}
