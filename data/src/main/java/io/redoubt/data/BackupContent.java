package io.redoubt.data;

import io.redoubt.ledger.Checkpoint;
import io.redoubt.ledger.StreamCopy;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What goes into one backup, gathered while all goes on: the store first, then the ledger up to its newest
/// checkpoint. The other way round, an event that leaves the store's outbox in between would be in neither.
///
/// @param parts the files, in the order of the manifest
record BackupContent(BackupManifest manifest, List<Path> parts) {

    private static final int CHUNK = 1 << 16;

    BackupContent {
        parts = List.copyOf(parts);
    }

    /// A file is not what it was a moment ago. Only retention of the ledger does that, so trying again helps.
    static final class ChangedException extends IOException {
        private static final long serialVersionUID = 1L;

        ChangedException(Path file) {
            super(file + " was changed while it was read");
        }
    }

    private record Part(String name, Path file, long length) {}

    /// @param scratch an empty directory, which has to be there as long as this is used
    static BackupContent gather(BackupSource source, Path scratch, Instant made) throws IOException {
        List<BackupSource.Stream> streams = source.streams();
        List<Long> before =
                streams.stream().map(stream -> stream.newest().get().size()).toList();
        Path store = scratch.resolve("store.db");
        source.snapshotStore(store);
        BackupSource.Identity identity = source.identity();
        List<Part> parts = new ArrayList<>();
        Path version = source.directory().resolve("VERSION");
        parts.add(new Part("VERSION", version, Files.size(version)));
        parts.add(new Part("store.db", store, Files.size(store)));
        Path ledger = source.directory().resolve("ledger");
        Path node = ledger.resolve("node");
        if (Files.exists(node, LinkOption.NOFOLLOW_LINKS)) {
            parts.add(new Part("ledger/node", node, Files.size(node)));
        }
        List<BackupManifest.Stream> copied = new ArrayList<>();
        for (int i = 0; i < streams.size(); i++) {
            BackupSource.Stream stream = streams.get(i);
            Checkpoint newest = stream.newest().get();
            parts.addAll(parts(copy(ledger, stream, newest), stream, scratch));
            copied.add(new BackupManifest.Stream(stream.stream(), newest, before.get(i), stream.keys()));
        }
        List<BackupManifest.File> files = new ArrayList<>();
        for (Part part : parts) {
            files.add(new BackupManifest.File(
                    part.name(), part.length(), copy(part.file(), part.length(), OutputStream.nullOutputStream())));
        }
        return new BackupContent(
                new BackupManifest(
                        identity.service(),
                        identity.node(),
                        identity.storeId(),
                        identity.epoch(),
                        identity.program(),
                        made,
                        copied,
                        files),
                parts.stream().map(Part::file).toList());
    }

    private static StreamCopy copy(Path ledger, BackupSource.Stream stream, Checkpoint newest) throws IOException {
        try {
            return StreamCopy.at(ledger, stream.stream(), newest);
        } catch (NoSuchFileException _) {
            throw new ChangedException(ledger.resolve(stream.stream().directory()));
        }
    }

    private static List<Part> parts(StreamCopy copy, BackupSource.Stream stream, Path scratch) throws IOException {
        String above = "ledger/" + stream.stream().directory() + "/";
        Path head = scratch.resolve(stream.stream().directory() + "." + StreamCopy.headName());
        byte[] content = copy.head();
        PrivateFiles.write(head, content);
        List<Part> parts = new ArrayList<>();
        parts.add(new Part(above + StreamCopy.headName(), head, content.length));
        copy.parts().forEach(part -> parts.add(new Part(above + part.name(), part.file(), part.length())));
        return parts;
    }

    /// Writes the file with this index in the manifest.
    ///
    /// @throws ChangedException when it is not what it was
    void write(int index, OutputStream out) throws IOException {
        BackupManifest.File file = manifest.files().get(index);
        if (!copy(parts.get(index), file.size(), out).equals(file.sha256())) {
            throw new ChangedException(parts.get(index));
        }
    }

    private static String copy(Path file, long length, OutputStream out) throws IOException {
        MessageDigest sha256 = Sha256.start();
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
        try (FileChannel in = PrivateFiles.read(file)) {
            long left = length;
            while (left > 0) {
                buffer.clear().limit((int) Math.min(left, CHUNK));
                int count = in.read(buffer);
                if (count < 0) {
                    throw new ChangedException(file);
                }
                sha256.update(buffer.array(), 0, count);
                out.write(buffer.array(), 0, count);
                left -= count;
            }
        } catch (NoSuchFileException _) {
            throw new ChangedException(file);
        }
        return Sha256.end(sha256);
    }
}
