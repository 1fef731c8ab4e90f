package io.redoubt.ledger.tree;

import io.redoubt.ledger.disk.Closing;
import io.redoubt.ledger.disk.Disk;
import io.redoubt.ledger.disk.DiskFile;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The stored hashes: one file a tile level, `0` for the leaves, `1` for the roots of 256 leaves each, and so on. Made
/// from the entries, and made anew from them where they are lost. Not thread-safe; readers open their own.
public final class HashFiles implements StoredTree.HashSource, CompactRange.NodeSink, Closeable {

    /// A hash of one level covers 2^8 of the level below, as in C2SP tlog-tiles.
    public static final int TILE_HEIGHT = 8;

    private final Disk disk;
    private final Path directory;
    private final boolean writable;
    private final List<Row> rows = new ArrayList<>();
    private final List<Pending> pending = new ArrayList<>();

    /// @param identity of the file when it was opened
    private record Row(Path path, DiskFile file, Object identity) {}

    private HashFiles(Disk disk, Path directory, boolean writable) {
        this.disk = disk;
        this.directory = directory;
        this.writable = writable;
    }

    public static HashFiles forWriting(Disk disk, Path directory) throws IOException {
        disk.makeDirectories(directory);
        return new HashFiles(disk, directory, true);
    }

    public static HashFiles forReading(Disk disk, Path directory) {
        return new HashFiles(disk, directory, false);
    }

    /// Hashes that wait for `flush`.
    private static final class Pending {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private long first;
    }

    @Override
    public void accept(int level, long index, byte[] hash) {
        while (pending.size() <= level) {
            pending.add(new Pending());
        }
        Pending row = pending.get(level);
        if (row.bytes.size() == 0) {
            row.first = index;
        }
        row.bytes.writeBytes(hash);
    }

    /// Writes what was accepted, in the order of its indexes. Not yet durable.
    public void flush() throws IOException {
        for (int level = 0; level < pending.size(); level++) {
            Pending row = pending.get(level);
            if (row.bytes.size() > 0) {
                file(level).write(ByteBuffer.wrap(row.bytes.toByteArray()), row.first * TreeHasher.LENGTH);
                row.bytes.reset();
            }
        }
    }

    public void force() throws IOException {
        for (Row row : rows) {
            row.file().force();
        }
        disk.forceNames(directory);
    }

    /// Whether what was written is what a reader would find: once retention has dropped the entries, nothing makes
    /// their hashes anew.
    public void requireInPlace() throws IOException {
        for (Row row : rows) {
            if (!row.identity().equals(disk.identity(row.path()))) {
                throw new IOException(row.path() + " was replaced by someone else");
            }
        }
    }

    @Override
    public byte[] read(int level, long index, int count) throws IOException {
        ByteBuffer hashes = ByteBuffer.allocate(count * TreeHasher.LENGTH);
        file(level).read(hashes, index * TreeHasher.LENGTH);
        if (hashes.hasRemaining()) {
            throw new EOFException("level " + level + " of the tree ends before hash " + (index + count));
        }
        return hashes.array();
    }

    /// How many leaves' hashes are stored.
    public long leaves() throws IOException {
        if (!writable && !disk.names(directory).contains("0")) {
            return 0;
        }
        return file(0).size() / TreeHasher.LENGTH;
    }

    private DiskFile file(int level) throws IOException {
        while (rows.size() <= level) {
            String name = Integer.toString(rows.size());
            Path path = directory.resolve(name);
            rows.add(row(path, open(path, name)));
        }
        return rows.get(level).file();
    }

    private DiskFile open(Path path, String name) throws IOException {
        if (!writable) {
            return disk.openForReading(path);
        }
        return disk.names(directory).contains(name) ? disk.openForWriting(path) : disk.create(path);
    }

    private Row row(Path path, DiskFile file) throws IOException {
        try {
            return new Row(path, file, disk.identity(path));
        } catch (IOException | RuntimeException | Error e) {
            Closing.after(e, file);
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        for (Row row : rows) {
            row.file().close();
        }
        rows.clear();
    }
}
