package io.redoubt.store.table;

import io.redoubt.policy.Problem;
import io.redoubt.store.Keys;
import io.redoubt.store.RootKey;
import io.redoubt.store.StoreException;
import io.redoubt.store.Transaction;
import io.redoubt.store.barrier.CellKey;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Where re-encryption stands is nowhere written down: it is what the census counts, so there is nothing to resume.
public final class KeyRotation implements Keys {

    private static final int SMALLER = 4;

    private final Transactions transactions;
    private final InstantSource clock;
    private final SecureRandom random;

    public KeyRotation(Transactions transactions, InstantSource clock, SecureRandom random) {
        this.transactions = transactions;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public List<KeyStatus> status() {
        return transactions.readOpen(transaction -> {
            Map<Integer, Long> census = census(transaction);
            List<Row> keys = dataKeys(transaction);
            return keys.stream()
                    .map(row -> new KeyStatus(
                            (int) row.number("id"),
                            Instant.ofEpochMilli(row.number("created_at")),
                            row == keys.getLast(),
                            census.getOrDefault((int) row.number("id"), 0L)))
                    .toList();
        });
    }

    @Override
    public int rotate() {
        return transactions.writeOpen(transaction -> {
            long id = transaction.sql().number("SELECT max(id) FROM key_ring") + 1;
            KeyRing.addKey(transaction.rows(), id, KeyRing.DATA, random, clock.instant());
            transaction.keys().load();
            return (int) id;
        });
    }

    /// What loses again and again against those who write is tried in smaller pieces: they are over sooner, and a row
    /// that is written to is under the newest key by that.
    @Override
    public int reencrypt(int atMost) {
        for (int piece = atMost; ; piece /= SMALLER) {
            try {
                return reencryptAtOnce(piece);
            } catch (StoreException.Conflict e) {
                if (piece < SMALLER) {
                    throw e;
                }
            }
        }
    }

    private int reencryptAtOnce(int atMost) {
        return transactions.writeOpen(transaction -> {
            long newest = transaction.keys().forSealing().id();
            int done = 0;
            for (Table table : Tables.sealedUnderData()) {
                List<Row> rows =
                        transaction.rows().select(table, "WHERE key_id < ? LIMIT ?", newest, (long) (atMost - done));
                transaction.rows().reseal(table, rows);
                done += rows.size();
                if (done >= atMost) {
                    break;
                }
            }
            return done;
        });
    }

    @Override
    public List<Integer> retire() {
        return transactions.writeOpen(transaction -> {
            List<Row> keys = dataKeys(transaction);
            Map<Integer, Long> census = census(transaction);
            List<Row> old = keys.subList(0, keys.size() - 1);
            for (Row key : old) {
                long rows = census.getOrDefault((int) key.number("id"), 0L);
                if (rows > 0) {
                    throw new StoreException.Conflict(
                            Problem.of(
                                    rows + " rows are still sealed under key " + key.number("id"), "re-encrypt first"),
                            null);
                }
                transaction.rows().delete(key);
            }
            transaction.keys().load();
            return old.stream().map(row -> (int) row.number("id")).toList();
        });
    }

    @Override
    public void rewrap(RootKey next, Consumer<Transaction> also) {
        CellKey root = CellKey.ofRoot(next);
        transactions.writeOpen(transaction -> {
            // Before the root key of the ring is another: what the recorder writes is sealed under its newest key.
            transaction.keys().forSealing();
            also.accept(transaction);
            for (Table table : List.of(Tables.STORE, Tables.KEY_RING)) {
                transaction
                        .rows()
                        .select(table, table.orderBy())
                        .forEach(row -> transaction.rows().rewrap(row, root));
            }
            return null;
        });
        transactions.ring().replaceRoot(root);
    }

    private static List<Row> dataKeys(OpenTransaction transaction) {
        return transaction.rows().select(Tables.KEY_RING, "WHERE purpose = ? ORDER BY id", KeyRing.DATA);
    }

    private static Map<Integer, Long> census(OpenTransaction transaction) {
        Map<Integer, Long> census = new HashMap<>();
        for (Table table : Tables.sealedUnderData()) {
            transaction
                    .sql()
                    .each(
                            "SELECT key_id, count(*) FROM " + table.name() + " GROUP BY key_id",
                            row -> census.merge(row.getInt(1), row.getLong(2), Long::sum));
        }
        return census;
    }
}
