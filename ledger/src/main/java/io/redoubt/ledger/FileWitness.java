package io.redoubt.ledger;

import java.io.IOException;
import java.io.InputStream;
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
            String text = (endsWithinALine() ? "\n" : "") + WitnessNotes.text(checkpoint);
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /// As a crash may leave it.
    private boolean endsWithinALine() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return channel.size() > 0 && channel.read(last, channel.size() - 1) == 1 && last.get(0) != '\n';
        }
    }

    /// All of them: who may append here could push any out of a part.
    @Override
    public Optional<List<Checkpoint>> recall(String origin) throws IOException {
        return Optional.of(checkpoints().stream()
                .filter(checkpoint -> checkpoint.origin().equals(origin))
                .distinct()
                .toList());
    }

    /// All that it keeps, of every origin. What a crash has left half written is passed over.
    ///
    /// @throws IOException also when the file is larger than 64 MiB
    public List<Checkpoint> checkpoints() throws IOException {
        requireRegular();
        if (!Files.exists(file)) {
            requireDirectory();
            return List.of();
        }
        try (InputStream content = Files.newInputStream(file)) {
            byte[] bytes = content.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new IOException(file + " is larger than 64 MiB");
            }
            return WitnessNotes.parse(new String(bytes, StandardCharsets.UTF_8));
        }
    }

    /// A disk that is not mounted is no witness that has seen nothing.
    private void requireDirectory() throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null && !Files.isDirectory(directory)) {
            throw new IOException("there is no directory " + directory);
        }
    }

    /// A pipe would be waited for.
    private void requireRegular() throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException(file + " is not a file");
        }
    }
}
