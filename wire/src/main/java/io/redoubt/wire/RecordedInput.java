package io.redoubt.wire;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Passes a stream on and keeps the beginning of it.
final class RecordedInput extends FilterInputStream {

    private static final int LIMIT = 128 * 1024;

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
        if (count > 0) {
            recorded.write(target, offset, Math.min(count, LIMIT - recorded.size()));
        }
        return count;
    }

    byte[] recorded() {
        return recorded.toByteArray();
    }
}
