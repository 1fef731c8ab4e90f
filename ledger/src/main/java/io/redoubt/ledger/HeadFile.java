package io.redoubt.ledger;

import io.redoubt.ledger.disk.Closing;
import io.redoubt.ledger.disk.Disk;
import io.redoubt.ledger.disk.DiskFile;
import io.redoubt.policy.ProblemException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A second copy of a checkpoint that is known to be durable, apart from the segments: what it covers cannot be the
/// remains of a crash. It is written after each commit and forced when a stream is opened, closed, and begins a
/// segment; in between the kernel writes it when it likes. Not thread-safe.
final class HeadFile implements Closeable {

    /// What a disk writes in one piece.
    private static final int SECTOR = 512;

    private static final int WINDOW = 4096;

    private final Disk disk;
    private final Path path;
    private final DiskFile file;
    private final Object identity;

    private HeadFile(Disk disk, Path path, DiskFile file) throws IOException {
        this.disk = disk;
        this.path = path;
        this.file = file;
        this.identity = disk.identity(path);
    }

    /// Null where it is missing, damaged, or not signed by any of these keys.
    static @Nullable Checkpoint read(Disk disk, Path path, List<VerifierKey> keys) throws IOException {
        try (DiskFile file = disk.openForReading(path)) {
            FrameReader frames = new FrameReader(file, 0, WINDOW);
            if (frames.next() instanceof FrameReader.Step.Frame frame && frame.kind() == Frames.Kind.CHECKPOINT) {
                Checkpoint checkpoint = Checkpoint.parse(new String(frame.content(), StandardCharsets.UTF_8));
                return checkpoint.isSignedByAny(keys) ? checkpoint : null;
            }
            return null;
        } catch (NoSuchFileException | ProblemException _) {
            return null;
        }
    }

    /// Opens the file, or makes it, and makes the checkpoint durable in it.
    static HeadFile open(Disk disk, Layout layout, Checkpoint checkpoint) throws IOException {
        return open(disk, layout, layout.head(), checkpoint);
    }

    /// Writes another file of this form, and makes it durable.
    static void write(Disk disk, Layout layout, Path path, Checkpoint checkpoint) throws IOException {
        open(disk, layout, path, checkpoint).close();
    }

    private static HeadFile open(Disk disk, Layout layout, Path path, Checkpoint checkpoint) throws IOException {
        boolean there = disk.names(layout.directory()).contains(String.valueOf(path.getFileName()));
        DiskFile file = there ? disk.openForWriting(path) : disk.create(path);
        try {
            HeadFile head = new HeadFile(disk, path, file);
            head.write(checkpoint);
            head.force();
            disk.forceNames(layout.directory());
            return head;
        } catch (IOException | RuntimeException | Error e) {
            Closing.after(e, file);
            throw e;
        }
    }

    void write(Checkpoint checkpoint) throws IOException {
        file.write(frame(checkpoint), 0);
    }

    /// What the file holds.
    static ByteBuffer frame(Checkpoint checkpoint) {
        byte[] note = checkpoint.note().getBytes(StandardCharsets.UTF_8);
        int sectors = (Frames.HEADER + note.length + SECTOR - 1) / SECTOR;
        ByteBuffer frame = ByteBuffer.allocate(sectors * SECTOR);
        Frames.put(frame, Frames.Kind.CHECKPOINT, note);
        return frame.clear();
    }

    void force() throws IOException {
        file.force();
    }

    void requireInPlace() throws IOException {
        if (!identity.equals(disk.identity(path))) {
            throw new IOException(path + " was replaced by someone else");
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
