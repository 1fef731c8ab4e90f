package io.redoubt.ledger;

import io.redoubt.ledger.disk.Disk;
import io.redoubt.ledger.tree.HashFiles;
import io.redoubt.ledger.tree.StoredTree;
import java.io.IOException;
import java.util.List;

/// Reads the paths of proofs from the stored hashes of a stream.
record Proofs(Disk disk, Layout layout) {

    @FunctionalInterface
    private interface Proving {
        List<byte[]> path(StoredTree tree) throws IOException;
    }

    List<Hash> inclusion(long index, long size) {
        return path(tree -> tree.inclusion(index, size));
    }

    List<Hash> consistency(long first, long second) {
        return path(tree -> tree.consistency(first, second));
    }

    private List<Hash> path(Proving proving) {
        try (HashFiles hashes = HashFiles.forReading(disk, layout.tree())) {
            return proving.path(new StoredTree(hashes)).stream().map(Hash::of).toList();
        } catch (IOException e) {
            throw Committer.failure(e, layout.directory().toString());
        }
    }
}
