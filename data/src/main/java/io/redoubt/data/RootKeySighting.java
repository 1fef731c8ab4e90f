package io.redoubt.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// Where the root key was found.
sealed interface RootKeySighting {

    /// In no file of ours.
    ///
    /// @param words where instead
    record NoFile(String words) implements RootKeySighting {}

    /// @param file        the file itself, no symbolic link
    /// @param uid         its owner
    /// @param mode        its permission bits
    /// @param links       how many names it has
    /// @param inside      whether it lies in the data directory
    /// @param dataOwner   the owner of the data directory
    /// @param sameDisk    whether it shares a file system with the data directory
    /// @param workingTree the git working tree that it lies in
    /// @param opened      a directory above it that everybody may write to
    record InFile(
            Path file,
            int uid,
            int mode,
            int links,
            boolean inside,
            int dataOwner,
            boolean sameDisk,
            Optional<Path> workingTree,
            Optional<Path> opened)
            implements RootKeySighting {

        private static final int PERMISSIONS = 07777;
        private static final int OTHERS_WRITE = 0002;
        private static final int STICKY = 01000;

        /// @throws IOException when either is not there, or may not be looked at
        static InFile at(Path named, Path data) throws IOException {
            Path file = named.toRealPath();
            Path directory = data.toRealPath();
            return new InFile(
                    file,
                    number(file, "uid"),
                    number(file, "mode") & PERMISSIONS,
                    number(file, "nlink"),
                    file.startsWith(directory),
                    number(directory, "uid"),
                    Files.getAttribute(file, "unix:dev").equals(Files.getAttribute(directory, "unix:dev")),
                    firstAbove(file, InFile::isWorkingTree),
                    openedAbove(named.toAbsolutePath(), file));
        }

        /// By its name, which may lead through links, or by its own path.
        private static Optional<Path> openedAbove(Path named, Path file) throws IOException {
            Optional<Path> byName = firstAbove(named, InFile::isOpened);
            return byName.isPresent() ? byName : firstAbove(file, InFile::isOpened);
        }

        @FunctionalInterface
        private interface Question {
            boolean asked(Path directory) throws IOException;
        }

        private static Optional<Path> firstAbove(Path file, Question question) throws IOException {
            for (Path directory : Stream.iterate(file.getParent(), above -> above != null, Path::getParent)
                    .toList()) {
                if (question.asked(directory)) {
                    return Optional.of(directory);
                }
            }
            return Optional.empty();
        }

        /// Of a linked working tree and of a submodule, `.git` is a file.
        private static boolean isWorkingTree(Path directory) throws IOException {
            Path git = directory.resolve(".git");
            if (Files.exists(git, LinkOption.NOFOLLOW_LINKS)) {
                return true;
            }
            if (Files.notExists(git, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
            throw new IOException("it can't be seen whether " + git + " is there");
        }

        private static boolean isOpened(Path directory) throws IOException {
            int mode = number(directory, "mode");
            return (mode & OTHERS_WRITE) != 0 && (mode & STICKY) == 0;
        }

        private static int number(Path path, String attribute) throws IOException {
            if (Files.getAttribute(path, "unix:" + attribute) instanceof Integer number) {
                return number;
            }
            throw new IOException("this file system has no " + attribute);
        }
    }
}
