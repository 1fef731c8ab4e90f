package io.redoubt.ledger;

import java.util.List;

/// That a tree grew out of an earlier one by appending alone (RFC 9162, section 2.1.4).
///
/// @param first  the size of the earlier tree
/// @param second the size of the later tree
public record ConsistencyProof(long first, long second, List<Hash> path) {
    public ConsistencyProof {
        path = List.copyOf(path);
    }
}
