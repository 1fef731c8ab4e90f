package io.redoubt.ledger;

import io.redoubt.ledger.disk.ChannelDisk;
import io.redoubt.ledger.disk.Disk;
import io.redoubt.ledger.disk.DiskFile;
import io.redoubt.ledger.tree.HashFiles;
import io.redoubt.ledger.tree.TreeHasher;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// What a copy of a stream consists of that ends exactly with one checkpoint, while the stream goes on. The files only
/// ever grow, so what stands before a durable checkpoint does not change any more; only retention takes files away.
/// `head` alone is overwritten: a copy has one of its own.
///
/// @param checkpoint that the copy ends with
/// @param parts      the files but for `head`, each up to a length
public record StreamCopy(Checkpoint checkpoint, List<Part> parts) {

    private static final int WINDOW = 1 << 20;

    /// @param name   of the file below the stream's directory
    /// @param length how many of its bytes belong to the copy
    public record Part(String name, Path file, long length) {}

    public StreamCopy {
        parts = List.copyOf(parts);
    }

    /// @param directory  of the ledger; the stream has its own below
    /// @param checkpoint one that the stream has acknowledged
    /// @throws NoSuchFileException when retention took a file away meanwhile: try again
    /// @throws IOException         when the stream does not hold the checkpoint, or cannot be read
    public static StreamCopy at(Path directory, LedgerStream stream, Checkpoint checkpoint) throws IOException {
        Disk disk = new ChannelDisk();
        Layout layout = new Layout(directory.resolve(stream.directory()));
        List<Part> parts = new ArrayList<>();
        List<Long> segments = layout.segments(disk).stream()
                .filter(first -> first == 0 || first < checkpoint.size())
                .toList();
        if (segments.isEmpty()) {
            throw new NoSuchFileException(layout.directory().toString());
        }
        for (long first : segments) {
            // Before a segment begins, the one before it was cut to what it holds.
            long end = first == segments.getLast() ? end(disk, layout.segment(first), checkpoint) : Long.MAX_VALUE;
            parts.add(part(disk, "", layout.segment(first), end));
        }
        long hashes = checkpoint.size();
        for (int level = 0; hashes > 0; level++) {
            Path row = layout.tree().resolve(Integer.toString(level));
            parts.add(part(disk, "tree/", row, hashes * TreeHasher.LENGTH));
            hashes >>>= HashFiles.TILE_HEIGHT;
        }
        return new StreamCopy(checkpoint, parts);
    }

    /// The name of the file that every copy has beside its parts.
    public static String headName() {
        return "head";
    }

    /// What that file holds.
    public byte[] head() {
        return HeadFile.frame(checkpoint).array();
    }

    private static Part part(Disk disk, String above, Path file, long atMost) throws IOException {
        try (DiskFile open = disk.openForReading(file)) {
            return new Part(above + Objects.requireNonNull(file.getFileName()), file, Math.min(open.size(), atMost));
        }
    }

    private static long end(Disk disk, Path segment, Checkpoint checkpoint) throws IOException {
        byte[] note = checkpoint.note().getBytes(StandardCharsets.UTF_8);
        try (DiskFile file = disk.openForReading(segment)) {
            FrameReader frames = new FrameReader(file, 0, WINDOW);
            while (frames.next() instanceof FrameReader.Step.Frame frame) {
                if (frame.kind() == Frames.Kind.CHECKPOINT && Arrays.equals(note, frame.content())) {
                    return frame.end();
                }
            }
        }
        throw new IOException(segment + " does not hold its checkpoint of size " + checkpoint.size());
    }
}
