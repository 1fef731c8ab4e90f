package io.redoubt.ledger;

import org.jspecify.annotations.Nullable;

/// Why a stream goes on otherwise than it was known to: it was set back, or begun anew, and somebody answers for that.
///
/// @param epoch   that begins, later than every one that is known
/// @param givenUp the newest checkpoint that is known of what is given up, signed by a key of the stream; null where
///     none is known
/// @param known   how many entries are known to have been there
/// @param actor   who acknowledged it
public record EpochStart(long epoch, @Nullable Checkpoint givenUp, long known, String actor) {

    public EpochStart {
        if (epoch < 2) {
            throw new IllegalArgumentException("the first epoch begins by itself");
        }
    }
}
