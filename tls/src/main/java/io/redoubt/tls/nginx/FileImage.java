package io.redoubt.tls.nginx;

import io.redoubt.ledger.Json;
import io.redoubt.wire.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Map;

/// A file before a change and after it: its content, owner and mode. It is replaced as a whole or not at all.
///
/// @param path   of the file itself, no symbolic link
/// @param owner  `uid:gid`
/// @param mode   its permission bits
public record FileImage(Path path, String owner, int mode, Bytes before, Bytes after) {

    private static final int PERMISSIONS = 07777;

    /// Which of the two the file is now.
    public enum Seen {
        BEFORE,
        AFTER,
        NEITHER
    }

    /// @throws IOException when it can't be read, or is reached by several names
    static FileImage of(Path named, Bytes before, Bytes after) throws IOException {
        Path path = named.toRealPath();
        if (number(path, "nlink") > 1) {
            throw new IOException(path + " has several hard links");
        }
        FileImage image = new FileImage(path, ownerOf(path), modeOf(path), before, after);
        if (image.seen() != Seen.BEFORE) {
            throw new IOException(path + " was changed while it was read");
        }
        return image;
    }

    public Seen seen() throws IOException {
        try {
            if (!ownerOf(path).equals(owner) || modeOf(path) != mode || Files.isSymbolicLink(path)) {
                return Seen.NEITHER;
            }
            Bytes now = Bytes.copyOf(Files.readAllBytes(path));
            return now.equals(before) ? Seen.BEFORE : now.equals(after) ? Seen.AFTER : Seen.NEITHER;
        } catch (NoSuchFileException _) {
            return Seen.NEITHER;
        }
    }

    public void replace() throws IOException {
        put(Seen.BEFORE, after);
    }

    public void putBack() throws IOException {
        put(Seen.AFTER, before);
    }

    /// Deletes what a killed process left beside it.
    void sweep() throws IOException {
        Files.deleteIfExists(draft());
    }

    private Path draft() {
        return path.resolveSibling("." + path.getFileName() + ".redoubt");
    }

    /// A file beside it, whose name no `include *` matches, takes its place once it is wholly on the disk.
    private void put(Seen expected, Bytes content) throws IOException {
        Path directory = path.toAbsolutePath().getParent();
        Path draft = draft();
        Files.deleteIfExists(draft);
        try (FileChannel channel = FileChannel.open(
                draft,
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer buffer = ByteBuffer.wrap(content.toArray());
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            if (!ownerOf(draft).equals(owner)) {
                String[] ids = owner.split(":", 2);
                Files.setAttribute(draft, "unix:uid", Integer.valueOf(ids[0]), LinkOption.NOFOLLOW_LINKS);
                Files.setAttribute(draft, "unix:gid", Integer.valueOf(ids[1]), LinkOption.NOFOLLOW_LINKS);
            }
            Files.setAttribute(draft, "unix:mode", mode);
            channel.force(true);
            if (seen() != expected) {
                throw new IOException(path + " was changed by someone else");
            }
            Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /// `sha256:… -> sha256:…`, for the ledger.
    String digests() {
        return sha256(before) + " -> " + sha256(after);
    }

    private static String sha256(Bytes bytes) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.toArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    Json toJson() {
        Base64.Encoder base64 = Base64.getEncoder();
        return Json.of(Map.of(
                "path", Json.of(path.toString()),
                "owner", Json.of(owner),
                "mode", Json.of(mode),
                "before", Json.of(base64.encodeToString(before.toArray())),
                "after", Json.of(base64.encodeToString(after.toArray()))));
    }

    static FileImage of(Json json) {
        if (json instanceof Json.Obj(var members)
                && members.get("path") instanceof Json.Text(String path)
                && members.get("owner") instanceof Json.Text(String owner)
                && members.get("mode") instanceof Json.Numeric(double mode)
                && members.get("before") instanceof Json.Text(String before)
                && members.get("after") instanceof Json.Text(String after)) {
            Base64.Decoder base64 = Base64.getDecoder();
            return new FileImage(
                    Path.of(path),
                    owner,
                    (int) mode,
                    Bytes.copyOf(base64.decode(before)),
                    Bytes.copyOf(base64.decode(after)));
        }
        throw new IllegalArgumentException("not the image of a file");
    }

    private static String ownerOf(Path path) throws IOException {
        return number(path, "uid") + ":" + number(path, "gid");
    }

    private static int modeOf(Path path) throws IOException {
        return number(path, "mode") & PERMISSIONS;
    }

    private static int number(Path path, String attribute) throws IOException {
        if (Files.getAttribute(path, "unix:" + attribute, LinkOption.NOFOLLOW_LINKS) instanceof Integer number) {
            return number;
        }
        throw new IOException("this file system has no " + attribute);
    }
}
