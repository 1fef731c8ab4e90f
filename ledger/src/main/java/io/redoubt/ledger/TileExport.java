package io.redoubt.ledger;

import io.redoubt.ledger.disk.Disk;
import io.redoubt.ledger.disk.DiskFile;
import io.redoubt.ledger.tree.HashFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/// Writes C2SP tlog-tiles: `checkpoint`, `tile/LEVEL/N`, `tile/entries/N`, and beside them `vkey`. Entries are clear,
/// so what it makes is for its owner alone. Used once.
final class TileExport {

    private static final int WIDTH = 1 << HashFiles.TILE_HEIGHT;

    private final Disk disk;
    private final Layout layout;
    private final LogReader reader;
    private final Set<Path> directories = new TreeSet<>();

    TileExport(Disk disk, Layout layout, LogReader reader) {
        this.disk = disk;
        this.layout = layout;
        this.reader = reader;
    }

    /// All of it is durable when this returns.
    void write(Path target, Checkpoint checkpoint, VerifierKey key) throws IOException {
        disk.makeDirectories(target);
        if (!disk.names(target).isEmpty()) {
            throw new DirectoryNotEmptyException(target.toString());
        }
        try (HashFiles hashes = HashFiles.forReading(disk, layout.tree())) {
            long count = checkpoint.size();
            for (int level = 0; count > 0; level++, count >>>= HashFiles.TILE_HEIGHT) {
                for (long first = 0; first < count; first += WIDTH) {
                    int width = (int) Math.min(WIDTH, count - first);
                    Path tile = target.resolve("tile/" + level + "/" + path(first / WIDTH, width));
                    put(tile, hashes.read(level, first, width));
                }
            }
        }
        writeEntries(target, checkpoint.size());
        put(target.resolve("vkey"), (key + "\n").getBytes(StandardCharsets.UTF_8));
        put(target.resolve("checkpoint"), checkpoint.note().getBytes(StandardCharsets.UTF_8));
        for (Path directory : directories) {
            disk.forceNames(directory);
        }
    }

    /// Bundles of 256 entries, each behind its length in two bytes. A bundle that retention has touched is left out.
    private void writeEntries(Path target, long size) throws IOException {
        long kept = layout.segments(disk).first();
        for (long first = (kept + WIDTH - 1) / WIDTH * WIDTH; first < size; first += WIDTH) {
            int width = (int) Math.min(WIDTH, size - first);
            ByteArrayOutputStream bundle = new ByteArrayOutputStream();
            reader.read(first, first + width, raw -> {
                bundle.write(raw.json().length >>> 8);
                bundle.write(raw.json().length);
                bundle.writeBytes(raw.json());
            });
            put(target.resolve("tile/entries/" + path(first / WIDTH, width)), bundle.toByteArray());
        }
    }

    /// `x001/x234/067`, and `.p/W` behind it for a tile that is not full.
    static String path(long tile, int width) {
        StringBuilder path = new StringBuilder(String.format("%03d", tile % 1000));
        for (long rest = tile / 1000; rest > 0; rest /= 1000) {
            path.insert(0, String.format("x%03d/", rest % 1000));
        }
        return width == WIDTH
                ? path.toString()
                : path.append(".p/").append(width).toString();
    }

    private void put(Path path, byte[] bytes) throws IOException {
        Path directory = Objects.requireNonNull(path.getParent());
        if (directories.add(directory)) {
            disk.makeDirectories(directory);
        }
        try (DiskFile file = disk.create(path)) {
            file.write(ByteBuffer.wrap(bytes), 0);
            file.force();
        }
    }
}
