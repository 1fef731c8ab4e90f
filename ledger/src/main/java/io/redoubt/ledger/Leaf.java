package io.redoubt.ledger;

import io.redoubt.ledger.tree.TreeHasher;

/// An entry's bytes and their leaf hash, made by the caller's thread so that the committing one need not.
@SuppressWarnings("ArrayRecordComponent") // never compared
record Leaf(byte[] json, byte[] hash) {

    static Leaf of(Event event) {
        byte[] json = event.toEntry();
        return new Leaf(json, new TreeHasher().leaf(json));
    }

    int framed() {
        return Frames.HEADER + json.length;
    }
}
