package io.redoubt.ledger.tree;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Roots of subtrees and proofs, from stored hashes. Not thread-safe.
public final class StoredTree {

    private final TreeHasher hasher = new TreeHasher();
    private final HashSource hashes;

    public StoredTree(HashSource hashes) {
        this.hashes = hashes;
    }

    /// Consecutive hashes of one tile level, end to end.
    @FunctionalInterface
    public interface HashSource {
        byte[] read(int level, long index, int count) throws IOException;
    }

    /// The root of the perfect subtree of 2^height leaves that has `index` like it at its left.
    public byte[] perfect(int height, long index) throws IOException {
        int above = height % HashFiles.TILE_HEIGHT;
        byte[] row = hashes.read(height / HashFiles.TILE_HEIGHT, index << above, 1 << above);
        byte[][] nodes = new byte[1 << above][];
        for (int i = 0; i < nodes.length; i++) {
            nodes[i] = Arrays.copyOfRange(row, i * TreeHasher.LENGTH, (i + 1) * TreeHasher.LENGTH);
        }
        for (int width = nodes.length; width > 1; width /= 2) {
            for (int i = 0; i < width / 2; i++) {
                nodes[i] = hasher.node(nodes[2 * i], nodes[2 * i + 1]);
            }
        }
        return nodes[0];
    }

    /// The root over the leaves from `from` to `to`, exclusive, as RFC 9162 splits them.
    public byte[] root(long from, long to) throws IOException {
        long count = to - from;
        if (count == 0) {
            return hasher.empty();
        }
        int height = Long.numberOfTrailingZeros(count);
        if (count == 1L << height && from % count == 0) {
            return perfect(height, from >>> height);
        }
        long split = from + largestPowerBelow(count);
        return hasher.node(root(from, split), root(split, to));
    }

    /// RFC 9162, section 2.1.3.1.
    public List<byte[]> inclusion(long index, long size) throws IOException {
        List<byte[]> path = new ArrayList<>();
        long from = 0;
        long to = size;
        while (to - from > 1) {
            long split = from + largestPowerBelow(to - from);
            if (index < split) {
                path.add(root(split, to));
                to = split;
            } else {
                path.add(root(from, split));
                from = split;
            }
        }
        return path.reversed();
    }

    /// RFC 9162, section 2.1.4.1.
    public List<byte[]> consistency(long first, long second) throws IOException {
        List<byte[]> path = new ArrayList<>();
        if (first == 0 || first == second) {
            return path;
        }
        long from = 0;
        long to = second;
        while (to != first) {
            long split = from + largestPowerBelow(to - from);
            if (first <= split) {
                path.add(root(split, to));
                to = split;
            } else {
                path.add(root(from, split));
                from = split;
            }
        }
        if (from != 0) {
            path.add(root(from, to));
        }
        return path.reversed();
    }

    private static long largestPowerBelow(long count) {
        return Long.highestOneBit(count - 1);
    }
}
