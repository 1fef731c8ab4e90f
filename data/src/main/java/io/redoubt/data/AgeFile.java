package io.redoubt.data;

import com.exceptionfactory.jagged.framework.stream.StandardEncryptingChannelFactory;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Objects;

/// Writes a file in the age format (age-encryption.org/v1). It has its name only when it is whole and on the disk; an
/// interrupted one is `.NAME.partial` and can be deleted.
final class AgeFile implements Closeable {

    private static final String PARTIAL = ".partial";

    private final Path target;
    private final Path partial;
    private final FileChannel file;
    private final MessageDigest sha256 = Sha256.start();
    private final OutputStream content;

    /// @param sha256 in hexadecimal
    record Written(long size, String sha256) {}

    private AgeFile(Path target, Path partial, FileChannel file, Recipients recipients) throws IOException {
        this.target = target;
        this.partial = partial;
        this.file = file;
        try {
            this.content = Channels.newOutputStream(
                    new StandardEncryptingChannelFactory().newEncryptingChannel(new Beneath(), recipients.writers()));
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot encrypt", e);
        }
    }

    /// @throws FileAlreadyExistsException when it is there, or being written
    static AgeFile create(Path target, Recipients recipients) throws IOException {
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(target.toString());
        }
        Path partial = target.resolveSibling("." + Objects.requireNonNull(target.getFileName()) + PARTIAL);
        FileChannel file = PrivateFiles.create(partial);
        try {
            // Until it is closed; gone with the process.
            file.lock();
            return new AgeFile(target, partial, file, recipients);
        } catch (IOException | RuntimeException e) {
            file.close();
            Files.deleteIfExists(partial);
            throw e;
        }
    }

    /// Deletes what killed processes left of a service's backups. One that is being written is locked.
    static void sweep(Path directory, String service) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, path -> isPartialOf(path, service))) {
            for (Path each : left) {
                try (FileChannel channel =
                        FileChannel.open(each, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
                    if (channel.tryLock() != null) {
                        Files.deleteIfExists(each);
                    }
                } catch (OverlappingFileLockException _) {
                    // Another thread of this process writes it.
                }
            }
        }
    }

    private static boolean isPartialOf(Path path, String service) {
        String name = String.valueOf(path.getFileName());
        return name.startsWith(".")
                && name.endsWith(PARTIAL)
                && name.length() > PARTIAL.length()
                && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                && BackupName.parse(Path.of(name.substring(1, name.length() - PARTIAL.length())))
                        .filter(backup -> backup.service().equals(service))
                        .isPresent();
    }

    /// Takes what is encrypted. Closing it writes the last chunk.
    OutputStream content() {
        return content;
    }

    /// Gives the file its name. Its content was closed before.
    Written commit() throws IOException {
        file.force(true);
        long size = file.size();
        file.close();
        Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        PrivateFiles.force(Objects.requireNonNull(target.toAbsolutePath().getParent()));
        return new Written(size, Sha256.end(sha256));
    }

    @Override
    public void close() throws IOException {
        file.close();
        Files.deleteIfExists(partial);
    }

    /// The file, which outlives the channel above it, so that it can be forced.
    private final class Beneath implements WritableByteChannel {

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            int length = bytes.remaining();
            sha256.update(bytes.duplicate());
            PrivateFiles.writeAll(file, bytes);
            return length;
        }

        @Override
        public boolean isOpen() {
            return file.isOpen();
        }

        @Override
        public void close() {}
    }
}
