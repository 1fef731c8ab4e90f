package io.redoubt.ledger.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// A file system. What was written is there after a power cut only once its file was forced; a new or deleted name
/// only once its directory was.
public interface Disk {

    /// Makes the directory and its missing parents, mode 0700, and forces their names.
    void makeDirectories(Path directory) throws IOException;

    /// The names in a directory, sorted; empty where there is no such directory.
    List<String> names(Path directory) throws IOException;

    /// Creates an empty file, mode 0600, for reading and writing.
    DiskFile create(Path file) throws IOException;

    DiskFile openForWriting(Path file) throws IOException;

    DiskFile openForReading(Path file) throws IOException;

    void delete(Path file) throws IOException;

    /// Forces the names in a directory.
    void forceNames(Path directory) throws IOException;

    /// What tells this file from another one put in its place, equal for the same file.
    Object identity(Path file) throws IOException;

    /// Takes the lock on a file, made where it is missing, until it is closed or the process ends.
    ///
    /// @throws AlreadyLockedException when another process, or another part of this one, has it
    Closeable lock(Path file) throws IOException;
}
