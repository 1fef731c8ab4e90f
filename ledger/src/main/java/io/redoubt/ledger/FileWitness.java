package io.redoubt.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/// Appends checkpoints to a file elsewhere, such as a mount that this machine may only append to. Each note is followed
/// by an empty line.
public final class FileWitness implements Witness {

    /// Some thousand checkpoints.
    private static final int RECALLED_BYTES = 1 << 20;

    private static final int LARGEST = 64 << 20;

    private final Path file;

    public FileWitness(Path file) {
        this.file = file;
    }

    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public synchronized void record(Checkpoint checkpoint) throws IOException {
        requireRegular();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            ByteBuffer bytes = ByteBuffer.wrap(WitnessNotes.text(checkpoint).getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /// Of a file that has grown large, those at its end.
    @Override
    public Optional<List<Checkpoint>> recall(String origin) throws IOException {
        return Optional.of(WitnessNotes.parse(end(RECALLED_BYTES)).stream()
                .filter(checkpoint -> checkpoint.origin().equals(origin))
                .toList());
    }

    /// All that it keeps, of every origin. What a crash has left half written is passed over.
    ///
    /// @throws IOException also when the file is larger than 64 MiB
    public List<Checkpoint> checkpoints() throws IOException {
        if (Files.isRegularFile(file) && Files.size(file) > LARGEST) {
            throw new IOException(file + " is larger than 64 MiB");
        }
        return WitnessNotes.parse(end(LARGEST));
    }

    private String end(int bytes) throws IOException {
        requireRegular();
        if (!Files.exists(file)) {
            return "";
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            ByteBuffer content = ByteBuffer.allocate((int) Math.min(bytes, size));
            channel.position(size - content.capacity());
            int read = 0;
            while (content.hasRemaining() && read >= 0) {
                read = channel.read(content);
            }
            return new String(content.array(), 0, content.position(), StandardCharsets.UTF_8);
        }
    }

    /// A pipe would be waited for.
    private void requireRegular() throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException(file + " is not a file");
        }
    }
}
