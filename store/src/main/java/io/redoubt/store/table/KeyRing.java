package io.redoubt.store.table;

import io.redoubt.policy.Problem;
import io.redoubt.store.RootKeySource;
import io.redoubt.store.RowVersion;
import io.redoubt.store.StoreException;
import io.redoubt.store.barrier.CellKey;
import io.redoubt.store.barrier.PathIndex;
import io.redoubt.store.barrier.Ring;
import io.redoubt.store.engine.Engine;
import io.redoubt.store.engine.Sql;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// The keys of a store, in memory. They lie in the store itself, wrapped by the root key; safe for use by several
/// threads.
public final class KeyRing {

    static final String DATA = "data";
    private static final String INDEX = "index";
    private static final int KEY_LENGTH = 32;
    private static final int ID_LENGTH = 16;

    private volatile Known known;

    private static final long FIRST_DATA = 1;
    private static final long FIRST_INDEX = 2;

    /// The root key and what it unwraps change together.
    private record Known(CellKey root, Ring ring) {}

    private KeyRing(Known known) {
        this.known = known;
    }

    /// Unwraps the keys of a store, or makes those of a new one.
    ///
    /// @throws StoreException.KeyMissing when there is data and no root key
    /// @throws StoreException.WrongKey   when the root key is another one
    /// @throws StoreException.Tampered   when the root key is right and what it wraps is not
    public static KeyRing open(Engine engine, RootKeySource source, SecureRandom random, Instant now) {
        if (engine.read(KeyRing::isNew)) {
            CellKey root = CellKey.ofRoot(source.read().orElseGet(source::create));
            try {
                engine.write(sql -> {
                    if (isNew(sql)) {
                        create(new Rows(sql, rootOnly(sql, root), KeyRing::untold), random, now);
                    }
                    return null;
                });
            } catch (StoreException.Conflict e) {
                // Another node made it in the same moment: what it made is opened below.
                if (engine.read(KeyRing::isNew)) {
                    throw e;
                }
            }
        }
        CellKey root = CellKey.ofRoot(source.read().orElseThrow(() -> missing(source)));
        return new KeyRing(new Known(root, engine.read(sql -> unlock(sql, root, source))));
    }

    private static boolean isNew(Sql sql) {
        return sql.number("SELECT count(*) FROM store") == 0;
    }

    private static void create(Rows rows, SecureRandom random, Instant now) {
        byte[] id = new byte[ID_LENGTH];
        random.nextBytes(id);
        String storeId = HexFormat.of().formatHex(id);
        rows.insert(new Row(Tables.STORE)
                .set("id", 1L)
                .set("store_id", storeId)
                .set("epoch", 1L)
                .set("created_at", now.toEpochMilli())
                .set("root_check", storeId.getBytes(StandardCharsets.US_ASCII)));
        addKey(rows, FIRST_DATA, DATA, random, now);
        addKey(rows, FIRST_INDEX, INDEX, random, now);
    }

    /// Made with the store, before there was a ledger to tell. What happens to it afterwards is told.
    static boolean isAsMade(Row row) {
        return row.table().equals(Tables.KEY_RING)
                && row.number("id") <= Math.max(FIRST_DATA, FIRST_INDEX)
                && row.version() == 1;
    }

    static void addKey(Rows rows, long id, String purpose, SecureRandom random, Instant now) {
        byte[] key = new byte[KEY_LENGTH];
        random.nextBytes(key);
        rows.insert(new Row(Tables.KEY_RING)
                .set("id", id)
                .set("purpose", purpose)
                .set("created_at", now.toEpochMilli())
                .set("wrapped", key));
        Arrays.fill(key, (byte) 0);
    }

    /// A wrong key opens nothing; with the right one, what does not open was changed.
    private static Ring unlock(Sql sql, CellKey root, RootKeySource source) {
        Optional<StoreException> check =
                failure(() -> new Rows(sql, rootOnly(sql, root), KeyRing::untold).select(Tables.STORE, ""));
        if (check.isEmpty()) {
            return load(sql, root);
        }
        if (failure(() -> load(sql, root)).isPresent()) {
            throw new StoreException.WrongKey(Problem.of(
                    source.name() + " is not the root key of this store",
                    "give the key that it was sealed under last, with --key-file where it is a former one"
                            + " (.before-N); a new one opens nothing"));
        }
        throw check.get();
    }

    private static Optional<StoreException> failure(Runnable attempt) {
        try {
            attempt.run();
            return Optional.empty();
        } catch (StoreException.Tampered | StoreException.RolledBack e) {
            return Optional.of(e);
        }
    }

    private static StoreException.KeyMissing missing(RootKeySource source) {
        return new StoreException.KeyMissing(Problem.of(
                "there is data, and its root key is not there: " + source.name(),
                "put the key back; without it nothing sealed can ever be read"));
    }

    // What a ring is made with is older than the ledger, which begins with it.
    private static void untold(RowVersion row) {}

    private static TransactionKeys rootOnly(Sql sql, CellKey root) {
        return new TransactionKeys(sql, root, Ring.empty());
    }

    /// As this transaction sees it.
    static Ring load(Sql sql, CellKey root) {
        List<Row> rows = new Rows(sql, rootOnly(sql, root), KeyRing::untold).select(Tables.KEY_RING, "ORDER BY id");
        List<CellKey> data = rows.stream()
                .filter(row -> row.text("purpose").equals(DATA))
                .map(row -> CellKey.of((int) row.number("id"), row.bytes("wrapped")))
                .toList();
        Optional<PathIndex> index = rows.stream()
                .filter(row -> row.text("purpose").equals(INDEX))
                .map(row -> new PathIndex(row.bytes("wrapped")))
                .findFirst();
        if (data.isEmpty() || index.isEmpty()) {
            throw new StoreException.Tampered(Problem.of(
                    "the key ring lacks a key", "restore the store from a backup, and find who can write to it"));
        }
        return Ring.of(data, index.get());
    }

    TransactionKeys forTransaction(Sql sql) {
        Known now = known;
        return new TransactionKeys(sql, now.root(), now.ring());
    }

    /// Takes over what a committed transaction has loaded. An older snapshot does not undo a rotation.
    void learn(Ring loaded) {
        synchronized (this) {
            if (loaded.active().id() >= known.ring().active().id()) {
                known = new Known(known.root(), loaded);
            }
        }
    }

    void replaceRoot(CellKey root) {
        synchronized (this) {
            known = new Known(root, known.ring());
        }
    }
}
