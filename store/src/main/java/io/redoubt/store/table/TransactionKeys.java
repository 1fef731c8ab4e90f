package io.redoubt.store.table;

import io.redoubt.store.barrier.Cell;
import io.redoubt.store.barrier.CellKey;
import io.redoubt.store.barrier.PathIndex;
import io.redoubt.store.barrier.Ring;
import io.redoubt.store.engine.Sql;
import java.util.Optional;

/// The keys as one transaction sees them. What it has to load it keeps to itself until it is committed: a ring that was
/// rolled back must never be used. Many threads may open what one transaction has read.
final class TransactionKeys {

    private final Sql sql;
    private final CellKey root;
    private volatile Ring ring;
    private boolean newest;

    TransactionKeys(Sql sql, CellKey root, Ring ring) {
        this.sql = sql;
        this.root = root;
        this.ring = ring;
    }

    CellKey root() {
        return root;
    }

    PathIndex index() {
        return ring.index();
    }

    Ring ring() {
        return ring;
    }

    /// Another node may have rotated since this one looked: nothing new is sealed under an old key.
    CellKey forSealing() {
        if (!newest) {
            long id = sql.number("SELECT max(id) FROM key_ring WHERE purpose = 'data'");
            if (id != ring.active().id()) {
                load();
            }
            newest = true;
        }
        return ring.active();
    }

    /// A row and its key are in one snapshot, so a key that is not in memory is in the database.
    CellKey forOpening(Cell cell, byte[] stored) {
        int id = CellKey.keyOf(cell, stored);
        return ring.find(id).or(() -> loaded(id)).orElseThrow(() -> CellKey.tampered(cell));
    }

    private synchronized Optional<CellKey> loaded(int id) {
        if (ring.find(id).isEmpty()) {
            load();
        }
        return ring.find(id);
    }

    /// After this transaction itself has changed the ring.
    synchronized void load() {
        ring = KeyRing.load(sql, root);
    }
}
