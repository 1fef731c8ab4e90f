package io.redoubt.ledger;

import io.redoubt.policy.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Appends checkpoints to a file elsewhere, such as a mount that this machine may only append to. Each note is followed
/// by an empty line.
public final class FileWitness implements Witness {

    private final Path file;

    public FileWitness(Path file) {
        this.file = file;
    }

    @Override
    public synchronized void record(Checkpoint checkpoint) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            ByteBuffer bytes = ByteBuffer.wrap((checkpoint.note() + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    @Override
    public Optional<Checkpoint> newest(String origin) throws IOException {
        return checkpoints().stream()
                .filter(checkpoint -> checkpoint.origin().equals(origin))
                .max(Comparator.comparingLong(Checkpoint::size));
    }

    /// All that it keeps, of every origin. What a crash has left half written is passed over.
    public List<Checkpoint> checkpoints() throws IOException {
        List<Checkpoint> checkpoints = new ArrayList<>();
        StringBuilder note = new StringBuilder();
        boolean signed = false;
        for (String line : lines()) {
            if (line.isEmpty() && signed) {
                parse(note.toString()).ifPresent(checkpoints::add);
                note.setLength(0);
                signed = false;
                continue;
            }
            signed |= line.startsWith("— ");
            note.append(line).append('\n');
        }
        return checkpoints;
    }

    private List<String> lines() throws IOException {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException _) {
            return List.of();
        }
    }

    private static Optional<Checkpoint> parse(String note) {
        try {
            return Optional.of(Checkpoint.parse(note));
        } catch (ProblemException _) {
            return Optional.empty();
        }
    }
}
