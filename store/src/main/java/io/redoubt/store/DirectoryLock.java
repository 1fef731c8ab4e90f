package io.redoubt.store;

import io.redoubt.policy.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The operating system's lock on a file that names its holder. It goes with its process, however that ends.
final class DirectoryLock implements AutoCloseable {

    // POSIX drops every lock of a process on a file as soon as the process closes any descriptor of it, so a second
    // attempt within this process must not even open the file.
    private static final Set<Path> HELD_HERE = new HashSet<>();

    private static final int LARGEST_HOLDER = 20;

    private final Path key;
    private final FileChannel channel;

    private DirectoryLock(Path key, FileChannel channel) {
        this.key = key;
        this.channel = channel;
    }

    static DirectoryLock take(Path directory, Path file) throws IOException {
        Path key = directory.toRealPath();
        synchronized (HELD_HERE) {
            if (!HELD_HERE.add(key)) {
                throw held(directory, "this process, " + ProcessHandle.current().pid());
            }
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(
                    file,
                    Set.of(
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            LinkOption.NOFOLLOW_LINKS),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            if (channel.tryLock() == null) {
                throw held(directory, holder(channel));
            }
            channel.truncate(0);
            channel.write(
                    StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + "\n"), 0);
            return new DirectoryLock(key, channel);
        } catch (IOException | RuntimeException e) {
            release(key, channel);
            throw e;
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(LARGEST_HOLDER);
        channel.read(buffer, 0);
        String pid = new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII).strip();
        return pid.matches("\\d+") ? "process " + pid : "a process that has just started";
    }

    private static StoreException.Refused held(Path directory, String holder) {
        return new StoreException.Refused(Problem.of(
                "the data directory " + directory + " is in use by " + holder, "wait until it ends, or stop it"));
    }

    @Override
    public void close() {
        release(key, channel);
    }

    private static void release(Path key, @Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException _) {
            // The kernel drops the lock with the descriptor, also when closing it reports an error.
        }
        synchronized (HELD_HERE) {
            HELD_HERE.remove(key);
        }
    }
}
