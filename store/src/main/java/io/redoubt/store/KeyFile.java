package io.redoubt.store;

import io.redoubt.policy.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// A root key in a file: exactly 32 bytes, mode 0600, its owner this user or root. It is made once and never
/// overwritten.
public record KeyFile(Path file, SecureRandom random) implements RootKeySource {

    /// Where the key of a service lies unless the operator says otherwise. All environments of a service share it.
    public static Path locate(String service, Surroundings surroundings) {
        String name = Surroundings.segment("service", service);
        return surroundings.root()
                ? Path.of("/etc/redoubt", name + ".key")
                : surroundings
                        .base("XDG_CONFIG_HOME", ".config")
                        .resolve("redoubt")
                        .resolve(name)
                        .resolve("root.key");
    }

    @Override
    public Optional<RootKey> read() {
        try {
            if (!exists()) {
                return Optional.empty();
            }
            if (Files.isDirectory(file)) {
                throw new StoreException.Refused(
                        Problem.of("the root key " + file + " is a directory", "name the file in it"));
            }
            // Judged by its target: Kubernetes hands over secrets as symbolic links.
            Ownership ownership = Ownership.of(file);
            if (!ownership.isOurs() && ownership.uid() != 0) {
                throw new StoreException.Refused(Problem.of(
                        "the root key " + file + " belongs to user " + ownership.uid(),
                        "chown it to the user that runs redoubt"));
            }
            if ((ownership.mode() & Ownership.GROUP_AND_OTHERS) != 0) {
                throw new StoreException.Refused(Problem.of(
                        "the root key " + file + " has mode " + ownership.octal() + ", so others can read it",
                        "chmod 600 " + file + "; if others could log in, then `redoubt key rotate --root`"));
            }
            return Optional.of(parse(file, Files.newInputStream(file)));
        } catch (IOException e) {
            throw new StoreException.Refused(
                    Problem.of("the root key " + file + " cannot be read", "check its owner, mode and directory"), e);
        }
    }

    /// A directory that is not there may be a disk that is not mounted.
    void insistOnDirectory() {
        if (!Files.isDirectory(directory())) {
            throw new StoreException.Refused(Problem.of(
                    "there is no directory " + directory() + " for the root key",
                    "make it with mode 0700, or mount what it lies on"));
        }
    }

    /// Whether it is there.
    boolean exists() {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    /// Former keys that lie beside it, the oldest first.
    public List<Path> former() {
        return new Generations(file).former();
    }

    /// All files that hold a key of it, or will: the present, the next, and former ones.
    public List<Path> all() {
        List<Path> all = new ArrayList<>(List.of(file, new Generations(file).next()));
        all.addAll(former());
        return all;
    }

    /// A file that is there under its name is always whole: it is written under another name and linked, and a link
    /// never replaces anything.
    @Override
    public RootKey create() {
        RootKey key = RootKey.generate(random);
        Path directory = directory();
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Path draft = draft(directory);
            byte[] bytes = key.reveal();
            try {
                writeNew(draft, bytes);
                Files.createLink(file, draft);
            } finally {
                Arrays.fill(bytes, (byte) 0);
                Files.deleteIfExists(draft);
            }
            Durable.force(directory);
            return key;
        } catch (FileAlreadyExistsException e) {
            throw new StoreException.Refused(
                    Problem.of(
                            "the root key " + file + " is there already",
                            "it is never overwritten; use it, or move it"),
                    e);
        } catch (NoSuchFileException e) {
            throw new StoreException.Refused(
                    Problem.of("the root key " + file + " could not be made", "make its directory"), e);
        } catch (IOException e) {
            throw new StoreException.Refused(
                    Problem.of(
                            "the root key " + file + " could not be made",
                            "check owner, mode and space of " + directory),
                    e);
        }
    }

    @Override
    public String name() {
        return file.toString();
    }

    private Path directory() {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            throw new IllegalArgumentException("not a file: " + file);
        }
        return directory;
    }

    static RootKey parse(Path file, InputStream content) throws IOException {
        byte[] bytes;
        try (content) {
            bytes = content.readNBytes(RootKey.LENGTH + 1);
        }
        try {
            if (bytes.length != RootKey.LENGTH) {
                throw new StoreException.Refused(Problem.of(
                        "the root key " + file + " does not have exactly " + RootKey.LENGTH + " bytes",
                        "put back the right file; a text or a trailing newline is not a key"));
            }
            return RootKey.of(bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private Path draft(Path directory) {
        byte[] suffix = new byte[8];
        random.nextBytes(suffix);
        return directory.resolve(".root-key-" + HexFormat.of().formatHex(suffix));
    }

    private static void writeNew(Path draft, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(
                draft,
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }
}
