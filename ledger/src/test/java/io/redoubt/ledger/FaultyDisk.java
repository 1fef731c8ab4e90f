package io.redoubt.ledger;

import io.redoubt.ledger.disk.ChannelDisk;
import io.redoubt.ledger.disk.Disk;
import io.redoubt.ledger.disk.DiskFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The real disk, but for one thing asked of it, which fails; and a count of the files that are open.
final class FaultyDisk implements Disk {

    private final Disk disk = new ChannelDisk();
    private long untilFault = Long.MAX_VALUE;
    private @Nullable Error error;
    private int open;

    /// @param things how many go well before one fails
    /// @param with   what it fails with, null for an `IOException`
    void failAfter(long things, @Nullable Error with) {
        untilFault = things;
        error = with;
    }

    boolean hasFailed() {
        return untilFault < 0;
    }

    /// Nothing fails any more.
    void heal() {
        untilFault = Long.MAX_VALUE;
    }

    int open() {
        return open;
    }

    private boolean fails() {
        return untilFault != Long.MAX_VALUE && untilFault-- == 0;
    }

    private void ask() throws IOException {
        if (fails()) {
            if (error != null) {
                throw error;
            }
            throw new IOException("No space left on device");
        }
    }

    @Override
    public void makeDirectories(Path directory) throws IOException {
        ask();
        disk.makeDirectories(directory);
    }

    @Override
    public List<String> names(Path directory) throws IOException {
        ask();
        return disk.names(directory);
    }

    @Override
    public DiskFile create(Path file) throws IOException {
        ask();
        return new FaultyFile(disk.create(file));
    }

    @Override
    public DiskFile openForWriting(Path file) throws IOException {
        ask();
        return new FaultyFile(disk.openForWriting(file));
    }

    @Override
    public DiskFile openForReading(Path file) throws IOException {
        ask();
        return new FaultyFile(disk.openForReading(file));
    }

    @Override
    public void delete(Path file) throws IOException {
        ask();
        disk.delete(file);
    }

    @Override
    public void forceNames(Path directory) throws IOException {
        ask();
        disk.forceNames(directory);
    }

    @Override
    public Object identity(Path file) throws IOException {
        ask();
        return disk.identity(file);
    }

    @Override
    public Closeable lock(Path file) throws IOException {
        return disk.lock(file);
    }

    private final class FaultyFile implements DiskFile {

        private final DiskFile file;
        private boolean closed;

        FaultyFile(DiskFile file) {
            this.file = file;
            open++;
        }

        @Override
        public long size() throws IOException {
            ask();
            return file.size();
        }

        @Override
        public void read(ByteBuffer into, long position) throws IOException {
            ask();
            file.read(into, position);
        }

        /// A write that fails may have written a part.
        @Override
        public void write(ByteBuffer from, long position) throws IOException {
            if (untilFault == 0) {
                ByteBuffer part = from.duplicate();
                file.write(part.limit(part.position() + part.remaining() / 2), position);
            }
            ask();
            file.write(from, position);
        }

        @Override
        public void truncate(long size) throws IOException {
            ask();
            file.truncate(size);
        }

        @Override
        public void force() throws IOException {
            ask();
            file.force();
        }

        @Override
        public void close() throws IOException {
            open -= closed ? 0 : 1;
            closed = true;
            file.close();
        }
    }
}
