package io.redoubt.data;

import com.exceptionfactory.jagged.UnsupportedRecipientStanzaException;
import com.exceptionfactory.jagged.framework.stream.StandardDecryptingChannelFactory;
import com.github.luben.zstd.ZstdInputStream;
import io.redoubt.ledger.VerifierKey;
import io.redoubt.policy.Problem;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads a backup, whoever made it, from its beginning to its end. Nothing in it is interpreted but its manifest: each
/// header has to be the one that follows from the manifest, byte for byte.
final class BackupReader implements Closeable {

    private static final int LONGEST_MANIFEST = 16 << 20;
    private static final int LONGEST_NOTE = 4096;
    private static final int CHUNK = 1 << 16;

    private final Path file;
    private final MessageDigest sha256 = Sha256.start();
    private final FileChannel channel;
    private final InputStream age;
    private final InputStream archive;
    private final byte[] json;
    private final byte[] note;
    private final BackupManifest manifest;

    private BackupReader(Path file, FileChannel channel, Identities identities) {
        this.file = file;
        this.channel = channel;
        try {
            this.age = Channels.newInputStream(
                    new StandardDecryptingChannelFactory().newDecryptingChannel(new Beneath(), identities.readers()));
            this.archive = new ZstdInputStream(age);
        } catch (UncheckedIOException e) {
            throw unreadable(file, e);
        } catch (UnsupportedRecipientStanzaException e) {
            throw new BackupException.WrongIdentity(
                    Problem.of(
                            "no given identity opens " + file + ", or its header was damaged",
                            "name the file with the private key of one of its recipients"),
                    e);
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            throw damaged("it does not begin as an age file", e);
        }
        this.json = small(BackupWriter.MANIFEST, LONGEST_MANIFEST);
        this.note = small(BackupWriter.NOTE, LONGEST_NOTE);
        this.manifest = ManifestFormat.read(json);
    }

    /// Reads the manifest.
    ///
    /// @throws BackupException of the kind that tells what to do
    static BackupReader open(Path file, Identities identities) {
        FileChannel channel;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        try {
            return new BackupReader(file, channel, identities);
        } catch (RuntimeException e) {
            try (channel) {
                throw e;
            } catch (IOException closing) {
                e.addSuppressed(closing);
                throw e;
            }
        }
    }

    BackupManifest manifest() {
        return manifest;
    }

    /// @param known keys that were noted down; where there is none, the manifest's own is taken
    BackupSignature signature(List<VerifierKey> known) {
        return ManifestNote.verify(note, json, manifest, known);
    }

    private byte[] small(String name, int longest) {
        byte[] header = block();
        long size = TarHeader.size(header, name)
                .filter(length -> length <= longest)
                .orElseThrow(() -> damaged("it has no " + name + " in its place", null));
        byte[] content = new byte[(int) size];
        fill(content, content.length);
        zeroes(TarHeader.padding(size));
        return content;
    }

    /// Unpacks all into a directory that is empty, and reads the file to its end.
    ///
    /// @return the digest of the whole encrypted file
    /// @throws IOException when the directory cannot be written
    String unpack(Path directory) throws IOException {
        for (BackupManifest.File each : manifest.files()) {
            if (!Arrays.equals(block(), TarHeader.of(each.name(), each.size(), manifest.made()))) {
                throw damaged("the header of " + each.name() + " is not what the manifest says", null);
            }
            Path target = directory.resolve(each.name());
            PrivateFiles.makeDirectories(Objects.requireNonNull(target.getParent()));
            if (!content(each.size(), target).equals(each.sha256())) {
                throw damaged(each.name() + " is not what the manifest says", null);
            }
            zeroes(TarHeader.padding(each.size()));
        }
        zeroes(2 * TarHeader.BLOCK);
        end();
        return Sha256.end(sha256);
    }

    private String content(long size, Path target) throws IOException {
        MessageDigest digest = Sha256.start();
        byte[] chunk = new byte[CHUNK];
        try (FileChannel out = PrivateFiles.create(target)) {
            for (long left = size; left > 0; ) {
                int count = (int) Math.min(left, CHUNK);
                fill(chunk, count);
                digest.update(chunk, 0, count);
                PrivateFiles.writeAll(out, ByteBuffer.wrap(chunk, 0, count));
                left -= count;
            }
            out.force(true);
        }
        return Sha256.end(digest);
    }

    /// To the very end, so that age authenticates its last chunk too.
    private void end() {
        if (read(archive, new byte[1], 1) > 0 || read(age, new byte[1], 1) > 0) {
            throw damaged("something stands behind its end", null);
        }
    }

    private byte[] block() {
        byte[] block = new byte[TarHeader.BLOCK];
        fill(block, block.length);
        return block;
    }

    private void zeroes(int count) {
        byte[] read = new byte[count];
        fill(read, count);
        if (!Arrays.equals(read, new byte[count])) {
            throw damaged("something stands where nothing may", null);
        }
    }

    private void fill(byte[] into, int length) {
        if (read(archive, into, length) < length) {
            throw damaged("it ends too early", null);
        }
    }

    private int read(InputStream from, byte[] into, int length) {
        try {
            return from.readNBytes(into, 0, length);
        } catch (UncheckedIOException e) {
            throw unreadable(file, e);
        } catch (IOException | RuntimeException e) {
            throw damaged("it was changed or cut", e);
        }
    }

    private BackupException.Damaged damaged(String why, @Nullable Exception cause) {
        return new BackupException.Damaged(
                Problem.of(file + " is not a whole backup: " + why, "use another backup"), cause);
    }

    private static BackupException.Unavailable unreadable(Path file, Exception cause) {
        return new BackupException.Unavailable(
                Problem.of(file + " cannot be read", "check its name, owner and mode"), cause);
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            archive.close();
        }
    }

    /// The file; its failures are told from those of what it holds.
    private final class Beneath implements ReadableByteChannel {

        @Override
        public int read(ByteBuffer into) {
            ByteBuffer seen = into.duplicate();
            try {
                int count = channel.read(into);
                if (count > 0) {
                    sha256.update(seen.limit(seen.position() + count));
                }
                return count;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
