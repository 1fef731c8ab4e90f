package io.redoubt.ledger.tree;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The right edge of a tree: all that is needed to append to it and to know its root. Not thread-safe.
public final class CompactRange {

    private final TreeHasher hasher = new TreeHasher();
    /// The root of the perfect subtree of height h where bit h of the size is set.
    private final byte[] @Nullable [] peaks;

    private long size;

    public CompactRange() {
        this(0, new byte[Long.SIZE][]);
    }

    private CompactRange(long size, byte[] @Nullable [] peaks) {
        this.size = size;
        this.peaks = peaks;
    }

    /// The edge of the first `size` leaves of a tree whose hashes are stored.
    public static CompactRange of(long size, StoredTree stored) throws IOException {
        CompactRange range = new CompactRange();
        range.size = size;
        for (int height = 0; height < Long.SIZE - 1; height++) {
            if (((size >>> height) & 1) == 1) {
                range.peaks[height] = stored.perfect(height, (size >>> (height + 1)) << 1);
            }
        }
        return range;
    }

    public CompactRange copy() {
        return new CompactRange(size, peaks.clone());
    }

    public long size() {
        return size;
    }

    /// Appends a leaf's hash; every hash that is stored and complete with it goes to `complete`.
    public void append(byte[] leaf, NodeSink complete) {
        byte[] node = leaf;
        int height = 0;
        complete.accept(0, size, leaf);
        for (byte[] left = peaks[0]; left != null; left = peaks[height]) {
            node = hasher.node(left, node);
            peaks[height] = null;
            height++;
            if (height % HashFiles.TILE_HEIGHT == 0) {
                complete.accept(height / HashFiles.TILE_HEIGHT, size >>> height, node);
            }
        }
        peaks[height] = node;
        size++;
    }

    public byte[] root() {
        byte @Nullable [] root = null;
        for (byte[] peak : peaks) {
            if (peak != null) {
                root = root == null ? peak : hasher.node(peak, root);
            }
        }
        return root == null ? hasher.empty() : root;
    }

    /// Takes complete hashes of a tile level (0: leaves, 1: subtrees of 256 leaves, …).
    @FunctionalInterface
    public interface NodeSink {
        NodeSink NONE = (_, _, _) -> {};

        void accept(int level, long index, byte[] hash);
    }
}
