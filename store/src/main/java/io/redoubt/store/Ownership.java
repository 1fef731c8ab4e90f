package io.redoubt.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/// Who owns a file and what others may do with it, as the kernel says.
///
/// @param uid  its owner
/// @param mode its permission bits, such as `0700`
record Ownership(int uid, int mode) {

    static final int GROUP_AND_OTHERS = 0077;
    static final int OTHERS_WRITE = 0002;
    static final int STICKY = 01000;

    static Ownership of(Path path, LinkOption... options) throws IOException {
        return new Ownership(number(path, "unix:uid", options), number(path, "unix:mode", options) & 07777);
    }

    private static int number(Path path, String attribute, LinkOption... options) throws IOException {
        if (Files.getAttribute(path, attribute, options) instanceof Integer number) {
            return number;
        }
        throw new IOException("this file system has no " + attribute);
    }

    /// `/proc/self` belongs to the effective user.
    static Ownership ofThisProcess() {
        try {
            return of(Path.of("/proc/self"));
        } catch (IOException e) {
            throw new UncheckedIOException("/proc is not mounted", e);
        }
    }

    boolean isOurs() {
        return uid == ofThisProcess().uid();
    }

    String octal() {
        return String.format("%04o", mode);
    }
}
