package io.redoubt.tls.key;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/// A private key's file as it was found.
///
/// @param path   the file itself, no symbolic link
/// @param inode  its device and number: what it is, whatever its name leads to later
/// @param uid    its owner
/// @param mode   its permission bits
/// @param opened whether others than its owner may put another file in its place
public record KeyFile(Path path, String inode, int uid, int mode, boolean opened) {

    public static final int OWNER_ALONE = 0600;

    private static final int PERMISSIONS = 07777;
    private static final int OTHERS = 0007;
    private static final int NOT_THE_OWNER = 0077;
    private static final int OTHERS_WRITE = 0002;

    /// @throws IOException when it is not there, no plain file, or may not be looked at
    public static KeyFile at(Path named) throws IOException {
        Path path = named.toRealPath();
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(path + " is no plain file");
        }
        Path directory = path.getParent();
        boolean opened = directory != null && (number(directory, "mode") & OTHERS_WRITE) != 0;
        return new KeyFile(
                path,
                Files.getAttribute(path, "unix:dev", LinkOption.NOFOLLOW_LINKS) + ":"
                        + Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS),
                number(path, "uid"),
                number(path, "mode") & PERMISSIONS,
                opened);
    }

    public boolean readableByOwnerAlone() {
        return (mode & NOT_THE_OWNER) == 0;
    }

    public boolean openToOthers() {
        return (mode & OTHERS) != 0;
    }

    public String octal() {
        return octal(mode);
    }

    public static String octal(int mode) {
        return "%04o".formatted(mode);
    }

    private static int number(Path path, String attribute) throws IOException {
        if (Files.getAttribute(path, "unix:" + attribute, LinkOption.NOFOLLOW_LINKS) instanceof Integer number) {
            return number;
        }
        throw new IOException("this file system has no " + attribute);
    }
}
