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

    private static final String SEGMENT = ".log";
    private static final Pattern FIRST = Pattern.compile("[0-9]{20}");

    Path segment(long first) {
        return directory.resolve(String.format("%020d", first) + SEGMENT);
    }

    Path head() {
        return directory.resolve("head");
    }

    /// What the last audit reached.
    Path audited() {
        return directory.resolve("audited");
    }

    Path tree() {
        return directory.resolve("tree");
    }

    Path lock() {
        return directory.resolve("lock");
    }

    /// The indexes that the segments begin with.
    NavigableSet<Long> segments(Disk disk) throws IOException {
        NavigableSet<Long> firsts = new TreeSet<>();
        for (String name : disk.names(directory)) {
            String stem = name.substring(0, Math.max(0, name.length() - SEGMENT.length()));
            if (name.endsWith(SEGMENT) && FIRST.matcher(stem).matches() && stem.startsWith("00")) {
                firsts.add(Long.parseLong(stem));
            }
        }
        return firsts;
    }
}
