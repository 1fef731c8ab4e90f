package io.redoubt.ledger.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/// An open file. Not thread-safe.
public interface DiskFile extends Closeable {

    long size() throws IOException;

    /// Fills the buffer from the position on, as far as the file goes.
    void read(ByteBuffer into, long position) throws IOException;

    /// Writes all that the buffer holds.
    void write(ByteBuffer from, long position) throws IOException;

    void truncate(long size) throws IOException;

    /// fdatasync: contents and size are durable when it returns. After it has failed, nothing that was written since
    /// the last success may be trusted, even where it can be read back.
    void force() throws IOException;
}
