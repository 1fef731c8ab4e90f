package io.redoubt.ledger;

import io.redoubt.ledger.disk.Disk;
import io.redoubt.ledger.tree.HashFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Writes C2SP tlog-tiles: `checkpoint`, `tile/LEVEL/N`, `tile/entries/N`, and beside them `vkey`.
final class TileExport {

    private static final int WIDTH = 1 << HashFiles.TILE_HEIGHT;

    private final Disk disk;
    private final Layout layout;
    private final LogReader reader;

    TileExport(Disk disk, Layout layout, LogReader reader) {
        this.disk = disk;
        this.layout = layout;
        this.reader = reader;
    }

    void write(Path target, Checkpoint checkpoint, VerifierKey key) throws IOException {
        Files.createDirectories(target);
        try (Stream<Path> files = Files.list(target)) {
            if (files.findAny().isPresent()) {
                throw new DirectoryNotEmptyException(target.toString());
            }
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
        Files.writeString(target.resolve("vkey"), key + "\n");
        Files.writeString(target.resolve("checkpoint"), checkpoint.note());
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

    private static void put(Path file, byte[] bytes) throws IOException {
        Path directory = file.getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        Files.write(file, bytes);
    }
}
