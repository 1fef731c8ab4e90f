package io.redoubt.edge.log;

import io.redoubt.edge.metrics.Metrics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The file of the access log, written by a thread of its own so that a slow disk stops no request. Lines that it can't
/// keep up with are counted as lost.
public final class AccessLog implements AutoCloseable {

    private static final int QUEUE = 256;
    private static final int LAST = -1;

    /// Of one file; the one before is kept beside it, so that the log never fills a disk.
    private static final long LARGEST = 64L << 20;

    private static final class Batch {

        private final byte[] lines;
        private final int count;

        Batch(byte[] lines, int count) {
            this.lines = lines;
            this.count = count;
        }
    }

    private final Optional<Path> file;
    private final Metrics metrics;
    private final long largest;
    private final BlockingQueue<Batch> queue = new ArrayBlockingQueue<>(QUEUE);
    private final Thread writer;
    private @Nullable FileChannel channel;

    public AccessLog(Optional<Path> file, Metrics metrics) {
        this(file, metrics, LARGEST);
    }

    AccessLog(Optional<Path> file, Metrics metrics, long largest) {
        this.file = file;
        this.largest = largest;
        this.metrics = metrics;
        this.writer = Thread.ofPlatform().daemon().name("edge-access-log").unstarted(this::run);
        if (file.isPresent()) {
            writer.start();
        }
    }

    boolean open() {
        return file.isPresent();
    }

    void write(byte[] lines, int count) {
        if (open() && !queue.offer(new Batch(lines, count))) {
            metrics.logLost(count);
        }
    }

    private void run() {
        try {
            for (Batch batch = queue.take(); batch.count != LAST; batch = queue.take()) {
                append(batch);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            closeFile();
        }
    }

    private void append(Batch batch) {
        try {
            FileChannel out = file();
            ByteBuffer lines = ByteBuffer.wrap(batch.lines);
            while (lines.hasRemaining()) {
                out.write(lines);
            }
            if (out.size() >= largest) {
                Path path = file.orElseThrow();
                Files.move(path, path.resolveSibling(path.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
                closeFile();
            }
        } catch (IOException _) {
            metrics.logLost(batch.count);
            closeFile();
        }
    }

    /// Opened anew when someone has moved the file away.
    private FileChannel file() throws IOException {
        Path path = file.orElseThrow();
        FileChannel open = channel;
        if (open == null || !Files.exists(path)) {
            closeFile();
            open = FileChannel.open(
                    path,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
            channel = open;
        }
        return open;
    }

    private void closeFile() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException _) {
            // Nothing is left to be done with it.
        }
        channel = null;
    }

    /// Writes what has been handed over.
    @Override
    public void close() {
        if (!open()) {
            return;
        }
        try {
            if (queue.offer(new Batch(new byte[0], LAST), 5, TimeUnit.SECONDS)) {
                writer.join(5_000);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
