package io.redoubt.ledger;

import io.redoubt.ledger.tree.TreeHasher;

/// An entry's bytes and their leaf hash, made by the caller's thread so that the committing one need not.
@SuppressWarnings("ArrayRecordComponent") // never compared
record Leaf(byte[] json, byte[] hash) {

    static Leaf of(Event event) {
        byte[] json = event.toJson();
        if (json.length > Frames.LONGEST) {
            throw new LedgerException.Refused("an entry has at most " + Frames.LONGEST + " bytes, this one has "
                    + json.length + "; record what is larger by its digest");
        }
        return new Leaf(json, new TreeHasher().leaf(json));
    }

    int framed() {
        return Frames.HEADER + json.length;
    }
}
