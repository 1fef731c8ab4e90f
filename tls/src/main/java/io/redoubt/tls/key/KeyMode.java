package io.redoubt.tls.key;

import io.redoubt.control.World;
import io.redoubt.ledger.Json;
import io.redoubt.store.SecretBytes;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/// A change of a file's mode, there and back, and of no other file.
///
/// @param before as it was found
/// @param after  the mode it shall have
public record KeyMode(KeyFile before, int after) {

    private static final int WORDS = 3;

    public World seen() throws IOException {
        KeyFile now;
        try {
            now = KeyFile.at(before.path());
        } catch (NoSuchFileException _) {
            return new World.Other(before.path() + " is gone");
        }
        if (!now.path().equals(before.path()) || !now.inode().equals(before.inode()) || now.uid() != before.uid()) {
            return new World.Other(before.path() + " is another file than it was");
        }
        if (now.mode() == before.mode()) {
            return new World.Before();
        }
        return now.mode() == after
                ? new World.After()
                : new World.Other(before.path() + " has mode " + now.octal() + ", set by someone else");
    }

    public void give(int mode) throws IOException {
        Path directory = before.path().getParent();
        Path name = before.path().getFileName();
        if (directory == null || name == null || KeyFile.at(before.path()).opened()) {
            throw new IOException("everyone may write to the directory of " + before.path());
        }
        try (DirectoryStream<Path> opened = Files.newDirectoryStream(directory)) {
            if (!(opened instanceof SecureDirectoryStream<Path> held)) {
                throw new IOException("this file system can't hold a directory open");
            }
            // Names are looked up in the directory that is held open, and not by way of links (openat, O_NOFOLLOW,
            // fchmod).
            PosixFileAttributeView view =
                    held.getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
            if (!(seen() instanceof World.Before) && !(seen() instanceof World.After)) {
                throw new IOException(before.path() + " is another file than it was");
            }
            view.setPermissions(permissions(mode));
        }
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        PosixFilePermission[] fromTheTop = PosixFilePermission.values();
        for (int i = 0; i < WORDS * WORDS; i++) {
            if ((mode & (0400 >> i)) != 0) {
                permissions.add(fromTheTop[i]);
            }
        }
        return permissions;
    }

    public SecretBytes toBytes() {
        return SecretBytes.copyOf(Json.of(Map.of(
                        "path", Json.of(before.path().toString()),
                        "inode", Json.of(before.inode()),
                        "uid", Json.of(before.uid()),
                        "mode", Json.of(before.mode()),
                        "after", Json.of(after)))
                .toBytes());
    }

    public static KeyMode of(SecretBytes bytes) {
        if (Json.ofBytes(bytes.reveal()) instanceof Json.Obj(var members)
                && members.get("path") instanceof Json.Text(String path)
                && members.get("inode") instanceof Json.Text(String inode)
                && members.get("uid") instanceof Json.Numeric(double uid)
                && members.get("mode") instanceof Json.Numeric(double mode)
                && members.get("after") instanceof Json.Numeric(double after)) {
            return new KeyMode(new KeyFile(Path.of(path), inode, (int) uid, (int) mode, false), (int) after);
        }
        throw new IllegalArgumentException("not the mode of a file");
    }
}
