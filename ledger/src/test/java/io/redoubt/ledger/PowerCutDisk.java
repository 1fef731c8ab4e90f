package io.redoubt.ledger;

import io.redoubt.ledger.disk.Disk;
import io.redoubt.ledger.disk.DiskFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// A disk that keeps only what was forced. At a power cut each sector that was written since is kept or lost, on its
/// own and in any order, and so is each name. Thread-safe by one lock.
final class PowerCutDisk implements Disk {

    private static final int SECTOR = 512;

    private final Map<Path, Inode> names = new TreeMap<>();
    private final Map<Path, Inode> durableNames = new TreeMap<>();
    private final List<NameChange> pendingNames = new ArrayList<>();

    private long operations;
    private long cutAt = Long.MAX_VALUE;
    private boolean off;
    private boolean full;
    private int failingForces;

    private record NameChange(Path path, Inode inode, boolean created) {}

    /// Loses power at the operation with this number, counted from now.
    synchronized void cutAt(long operation) {
        cutAt = operations + operation;
    }

    synchronized long operations() {
        return operations;
    }

    /// Refuses to make files longer.
    synchronized void full(boolean isFull) {
        full = isFull;
    }

    /// Fails the next forces; what they should have forced can be read, and is never written.
    synchronized void failForces(int count) {
        failingForces = count;
    }

    /// The disk as it is found after the power cut.
    synchronized PowerCutDisk restart(Random random) {
        PowerCutDisk found = new PowerCutDisk();
        Map<Path, Inode> survivors = new TreeMap<>(durableNames);
        for (NameChange change : pendingNames) {
            if (random.nextBoolean()) {
                if (change.created()) {
                    survivors.put(change.path(), change.inode());
                } else {
                    survivors.remove(change.path());
                }
            }
        }
        survivors.forEach((path, inode) -> {
            Inode survivor = new Inode(inode.afterCut(random));
            found.names.put(path, survivor);
            found.durableNames.put(path, survivor);
        });
        return found;
    }

    /// Changes a file behind the back of whoever has it open.
    synchronized void replace(Path path) {
        Inode old = names.get(path);
        Inode copy = new Inode(old.cached.clone());
        names.put(path, copy);
    }

    synchronized void swap(Path path, Path with) {
        Inode moved = names.remove(path);
        names.put(with, moved);
    }

    private static final class Inode {

        private byte[] durable;
        private byte[] cached;
        private final List<Write> pending = new ArrayList<>();
        private boolean faithful = true;

        Inode(byte[] content) {
            durable = content;
            cached = content.clone();
        }

        /// A write of at most a sector, or a new length where there are no bytes.
        @SuppressWarnings("ArrayRecordComponent") // never compared
        private record Write(long position, byte[] bytes) {}

        void write(long position, byte[] bytes) {
            cached = apply(cached, new Write(position, bytes));
            for (int from = 0; from < bytes.length; ) {
                int to = (int) Math.min(bytes.length, from + SECTOR - (position + from) % SECTOR);
                pending.add(new Write(position + from, Arrays.copyOfRange(bytes, from, to)));
                from = to;
            }
        }

        void truncate(long size) {
            Write cut = new Write(size, new byte[0]);
            cached = apply(cached, cut);
            pending.add(cut);
        }

        void force() {
            // Nothing was lost, so what is cached is what all writes come to; after a failed force it is not.
            if (faithful) {
                durable = cached.clone();
            } else {
                for (Write write : pending) {
                    durable = apply(durable, write);
                }
            }
            pending.clear();
        }

        void loseWrites() {
            pending.clear();
            faithful = false;
        }

        byte[] afterCut(Random random) {
            byte[] content = durable.clone();
            List<Write> order = new ArrayList<>(pending);
            if (random.nextInt(3) == 0) {
                Collections.shuffle(order, random);
            }
            int survive = random.nextInt(101);
            for (Write write : order) {
                if (random.nextInt(100) < survive) {
                    content = apply(content, write);
                }
            }
            return content;
        }

        private static byte[] apply(byte[] content, Write write) {
            if (write.bytes().length == 0) {
                return Arrays.copyOf(content, (int) write.position());
            }
            int end = (int) write.position() + write.bytes().length;
            byte[] changed = end > content.length ? Arrays.copyOf(content, end) : content;
            System.arraycopy(write.bytes(), 0, changed, (int) write.position(), write.bytes().length);
            return changed;
        }
    }

    private void operate() throws IOException {
        operations++;
        if (operations >= cutAt) {
            off = true;
        }
        if (off) {
            throw new IOException("the power is off");
        }
    }

    private Inode inode(Path file) throws IOException {
        Inode inode = names.get(file);
        if (inode == null) {
            throw new NoSuchFileException(file.toString());
        }
        return inode;
    }

    @Override
    public void makeDirectories(Path directory) {}

    @Override
    public synchronized List<String> names(Path directory) {
        return names.keySet().stream()
                .filter(path -> path.getParent().equals(directory))
                .map(path -> path.getFileName().toString())
                .toList();
    }

    @Override
    public synchronized DiskFile create(Path file) throws IOException {
        operate();
        if (names.containsKey(file)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        Inode inode = new Inode(new byte[0]);
        names.put(file, inode);
        pendingNames.add(new NameChange(file, inode, true));
        return new OpenFile(inode);
    }

    @Override
    public synchronized DiskFile openForWriting(Path file) throws IOException {
        return new OpenFile(inode(file));
    }

    @Override
    public synchronized DiskFile openForReading(Path file) throws IOException {
        return new OpenFile(inode(file));
    }

    @Override
    public synchronized void delete(Path file) throws IOException {
        operate();
        Inode inode = names.remove(file);
        if (inode != null) {
            pendingNames.add(new NameChange(file, inode, false));
        }
    }

    @Override
    public synchronized void forceNames(Path directory) throws IOException {
        operate();
        pendingNames.removeIf(change -> {
            if (!change.path().getParent().equals(directory)) {
                return false;
            }
            if (change.created()) {
                durableNames.put(change.path(), change.inode());
            } else {
                durableNames.remove(change.path());
            }
            return true;
        });
    }

    @Override
    public synchronized Object identity(Path file) throws IOException {
        return inode(file);
    }

    @Override
    public Closeable lock(Path file) {
        return () -> {};
    }

    private final class OpenFile implements DiskFile {

        private final Inode inode;

        OpenFile(Inode inode) {
            this.inode = inode;
        }

        @Override
        public long size() {
            synchronized (PowerCutDisk.this) {
                return inode.cached.length;
            }
        }

        @Override
        public void read(ByteBuffer into, long position) {
            synchronized (PowerCutDisk.this) {
                int count = Math.clamp(inode.cached.length - position, 0, into.remaining());
                into.put(inode.cached, (int) Math.min(position, inode.cached.length), count);
            }
        }

        @Override
        public void write(ByteBuffer from, long position) throws IOException {
            synchronized (PowerCutDisk.this) {
                byte[] bytes = new byte[from.remaining()];
                from.get(bytes);
                if (full && position + bytes.length > inode.cached.length) {
                    // As a real disk: it may take a part.
                    if (position < inode.cached.length) {
                        inode.write(position, Arrays.copyOf(bytes, (int) (inode.cached.length - position)));
                    }
                    throw new FileSystemException("disk", null, "No space left on device");
                }
                if (!off) {
                    // The cut may come within the write.
                    inode.write(position, bytes);
                }
                operate();
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            synchronized (PowerCutDisk.this) {
                operate();
                if (size < inode.cached.length) {
                    inode.truncate(size);
                }
            }
        }

        @Override
        public void force() throws IOException {
            synchronized (PowerCutDisk.this) {
                operate();
                if (failingForces > 0) {
                    failingForces--;
                    inode.loseWrites();
                    throw new IOException("Input/output error");
                }
                inode.force();
            }
        }

        @Override
        public void close() {}
    }
}
