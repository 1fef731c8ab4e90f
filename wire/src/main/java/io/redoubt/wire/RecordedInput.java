package io.redoubt.wire;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Passes a stream on and keeps the beginning of it.
final class RecordedInput extends FilterInputStream {

    private static final int LIMIT = 128 * 1024;

    private boolean ended;
    private final ByteArrayOutputStream recorded = new ByteArrayOutputStream();

    RecordedInput(InputStream input) {
        super(input);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = super.read(target, offset, length);
        ended |= count < 0;
        if (count > 0) {
            recorded.write(target, offset, Math.min(count, LIMIT - recorded.size()));
        }
        return count;
    }

    /// Whether it says anything about the peer that the recording is what it is.
    boolean isTelling() {
        return ended || recorded.size() > 0;
    }

    byte[] recorded() {
        return recorded.toByteArray();
    }
}
