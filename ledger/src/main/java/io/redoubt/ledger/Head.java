package io.redoubt.ledger;

/// Size and root of a checkpoint, without its text: there may be one for each entry.
record Head(long size, Hash root) {

    static Head of(Checkpoint checkpoint) {
        return new Head(checkpoint.size(), checkpoint.root());
    }
}
