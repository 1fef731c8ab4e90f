package io.redoubt.ledger;

import io.redoubt.ledger.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Where the files of a stream are.
///
/// @param directory `ledger/STREAM`
record Layout(Path directory) {

    static final String SEGMENT = ".log";
    static final String CHECKPOINTS = ".checkpoints";

    private static final Pattern FIRST = Pattern.compile("[0-9]{20}");

    Path segment(long first) {
        return directory.resolve(name(first) + SEGMENT);
    }

    /// The checkpoints that were signed while this segment was the newest; the first one is of its first index.
    Path checkpoints(long first) {
        return directory.resolve(name(first) + CHECKPOINTS);
    }

    Path tree() {
        return directory.resolve("tree");
    }

    Path lock() {
        return directory.resolve("lock");
    }

    private static String name(long first) {
        return String.format("%020d", first);
    }

    /// The first indexes that files with this suffix are named after.
    NavigableSet<Long> firsts(Disk disk, String suffix) throws IOException {
        NavigableSet<Long> firsts = new TreeSet<>();
        for (String name : disk.names(directory)) {
            String stem = name.substring(0, Math.max(0, name.length() - suffix.length()));
            if (name.endsWith(suffix) && FIRST.matcher(stem).matches() && stem.startsWith("00")) {
                firsts.add(Long.parseLong(stem));
            }
        }
        return firsts;
    }
}
