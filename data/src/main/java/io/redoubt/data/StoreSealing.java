package io.redoubt.data;

import io.redoubt.store.Keys.KeyStatus;
import io.redoubt.store.Verification;
import java.util.List;

/// How the store was found.
///
/// @param keys oldest first; the last one seals everything new
record StoreSealing(List<KeyStatus> keys, Verification verification) {

    StoreSealing {
        keys = List.copyOf(keys);
    }
}
