package io.redoubt.ledger;

import java.util.List;

/// That an entry is in a tree (RFC 9162, section 2.1.3).
///
/// @param index the entry's
/// @param size  the tree's
/// @param path  from the leaf to the root
public record InclusionProof(long index, long size, List<Hash> path) {
    public InclusionProof {
        path = List.copyOf(path);
    }
}
