package io.redoubt.store.engine;

import io.redoubt.policy.Problem;
import io.redoubt.store.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;

/// A copy of a store in an SQLite file, which only its owner reads: wholly there under its name or not at all, also
/// after a power loss.
public final class SqliteCopy {

    private SqliteCopy() {}

    /// Writes the copy.
    @FunctionalInterface
    public interface Filling {
        /// @param draft an empty file
        void into(Path draft) throws SQLException;
    }

    /// @throws StoreException.Unavailable when it could not be written whole
    public static void make(Path copy, Filling filling) {
        Path draft = copy.resolveSibling(copy.getFileName() + ".new");
        try {
            remove(draft);
            createPrivate(draft);
            filling.into(draft);
            // What is there still was not moved into the file itself.
            if (Files.exists(beside(draft, "-wal"))) {
                throw new IOException("the last pages were not written");
            }
            force(draft, StandardOpenOption.WRITE);
            Files.move(draft, copy, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            force(copy.toAbsolutePath().resolveSibling(""), StandardOpenOption.READ);
        } catch (SQLException | IOException e) {
            throw new StoreException.Unavailable(
                    Problem.of("the database could not be copied to " + copy, "free space, check owner and mode"), e);
        } finally {
            remove(draft);
        }
    }

    static void createPrivate(Path file) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    private static void force(Path file, StandardOpenOption how) throws IOException {
        try (FileChannel channel = FileChannel.open(file, how)) {
            channel.force(true);
        }
    }

    private static void remove(Path draft) {
        for (String suffix : List.of("", "-wal", "-shm", "-journal")) {
            try {
                Files.deleteIfExists(beside(draft, suffix));
            } catch (IOException _) {
                // One that stays is in the way of the next, which then says so.
            }
        }
    }

    private static Path beside(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }
}
