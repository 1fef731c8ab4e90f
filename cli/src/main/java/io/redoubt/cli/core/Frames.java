package io.redoubt.cli.core;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicBoolean;

/// What goes over the core's socket: a byte that says what it is, a length, that many bytes.
final class Frames {

    /// To the core: the command.
    static final int COMMAND = 'c';
    /// From the core: for standard output, for standard error, and at the end the exit status in one byte.
    static final int OUT = 'o';

    static final int ERR = 'e';
    static final int EXIT = 'x';

    static final int LARGEST = 1 << 20;

    private Frames() {}

    static byte[] read(DataInputStream in, int length) throws IOException {
        if (length < 0 || length > LARGEST) {
            throw new IOException("a frame of " + length + " bytes");
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }

    static void write(DataOutputStream to, int kind, byte[] bytes, int from, int length) throws IOException {
        if (length > LARGEST) {
            throw new IOException("a frame of " + length + " bytes");
        }
        synchronized (to) {
            to.writeByte(kind);
            to.writeInt(length);
            to.write(bytes, from, length);
            to.flush();
        }
    }

    /// Whatever is written here is sent as frames of one kind.
    ///
    /// @param gone whether nobody receives them any more: then a flush fails, as a write does
    static OutputStream stream(DataOutputStream to, int kind, AtomicBoolean gone) {
        return new OutputStream() {
            @Override
            public void write(int single) throws IOException {
                write(new byte[] {(byte) single}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                for (int done = 0; done < length; done += LARGEST) {
                    Frames.write(to, kind, bytes, from + done, Math.min(LARGEST, length - done));
                }
            }

            @Override
            public void flush() throws IOException {
                if (gone.get()) {
                    throw new IOException("whoever called is gone");
                }
            }
        };
    }
}
