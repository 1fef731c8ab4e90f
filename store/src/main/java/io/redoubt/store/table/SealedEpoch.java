package io.redoubt.store.table;

import io.redoubt.policy.Problem;
import io.redoubt.store.Epoch;
import io.redoubt.store.StoreException;

/// In the one row of `store`, sealed by the root key.
record SealedEpoch(Rows rows) implements Epoch {

    @Override
    public long current() {
        return row().number("epoch");
    }

    @Override
    public long advance(long expected) {
        Row row = row();
        if (row.number("epoch") != expected) {
            throw new StoreException.Conflict(
                    Problem.of("the epoch is " + row.number("epoch") + ", not " + expected, "read it again"), null);
        }
        rows.update(row.set("epoch", expected + 1));
        return expected + 1;
    }

    @Override
    public String storeId() {
        return row().text("store_id");
    }

    private Row row() {
        return rows.find(Tables.STORE, 1L).orElseThrow();
    }
}
