package io.redoubt.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/// A file that a root key comes from, while that changes: the next one lies beside it until the store is sealed under
/// it, and former ones stay, for what was written before. None is ever deleted or overwritten here, and what is done is
/// on the disk when a method returns.
///
/// @param file the present one
record Generations(Path file) {

    Path next() {
        return sibling(".next");
    }

    /// Those that are there, the oldest first.
    List<Path> former() {
        List<Path> former = new ArrayList<>();
        for (int number = 1; there(before(number)); number++) {
            former.add(before(number));
        }
        return former;
    }

    /// Gives the present one a further name.
    ///
    /// @return that name
    Path keep() throws IOException {
        for (int number = 1; ; number++) {
            Path former = before(number);
            // A crash between this and the next step left it there.
            if (there(former) && Files.isSameFile(former, file)) {
                return former;
            }
            try {
                Files.createLink(former, file);
                Durable.force(directory());
                return former;
            } catch (FileAlreadyExistsException _) {
                // The name of an older one.
            }
        }
    }

    /// Puts the next one in the place of the present one, which was kept.
    void advance() throws IOException {
        Files.move(next(), file, StandardCopyOption.ATOMIC_MOVE);
        Durable.force(directory());
    }

    /// Takes the name of the present one away, which was kept.
    void withdraw() throws IOException {
        Files.delete(file);
        Durable.force(directory());
    }

    private Path before(int number) {
        return sibling(".before-" + number);
    }

    private Path sibling(String end) {
        return file.resolveSibling(file.getFileName() + end);
    }

    private Path directory() throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            throw new IOException("not a file: " + file);
        }
        return directory;
    }

    private static boolean there(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }
}
