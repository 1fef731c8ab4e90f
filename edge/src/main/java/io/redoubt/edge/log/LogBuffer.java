package io.redoubt.edge.log;

import io.redoubt.edge.loop.Watched;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Lines of one event loop, handed over when they are many or a second old. Belongs to that loop.
public final class LogBuffer implements Watched {

    private static final int SIZE = 32 << 10;
    private static final int LONGEST = 4 << 10;
    private static final long AGE_NANOS = 1_000_000_000L;

    private final AccessLog log;
    private byte[] lines = new byte[SIZE + LONGEST];
    private int length;
    private int count;
    private long first;

    public LogBuffer(AccessLog log) {
        this.log = log;
    }

    boolean open() {
        return log.open();
    }

    /// @param line ends in a line feed
    void add(StringBuilder line) {
        if (count == 0) {
            first = System.nanoTime();
        }
        byte[] bytes = line.toString().getBytes(StandardCharsets.UTF_8);
        int size = Math.min(bytes.length, LONGEST);
        System.arraycopy(bytes, 0, lines, length, size);
        length += size;
        count++;
        if (length >= SIZE) {
            hand();
        }
    }

    @Override
    public void look(long now) {
        if (count > 0 && now - first > AGE_NANOS) {
            hand();
        }
    }

    /// Hands over what there is.
    public void hand() {
        if (count > 0) {
            log.write(Arrays.copyOf(lines, length), count);
            length = 0;
            count = 0;
        }
    }
}
