package io.redoubt.ledger;

/// Something in a ledger that is not as it was written.
///
/// @param first the first entry that it touches
/// @param last  the last one
/// @param what  one line
public record Finding(Kind kind, long first, long last, String what) {

    /// What was found.
    public enum Kind {
        /// The entry's bytes are not those that were recorded.
        ALTERED,
        /// The entry is not there.
        MISSING,
        /// The entry stands in another one's place.
        MOVED,
        /// Something stands there that was never recorded.
        INSERTED,
        /// A checkpoint is damaged, missing, or not signed by a known key.
        CHECKPOINT,
        /// A checkpoint from elsewhere shows another past.
        FORKED,
        /// A checkpoint from elsewhere covers entries that are not there.
        ROLLED_BACK,
        /// The stored hashes are damaged; they can be made anew from the entries, except for dropped ones.
        HASHES
    }

    @Override
    public String toString() {
        return (first == last ? "entry " + first : "entries " + first + " to " + last) + ": " + what;
    }
}
