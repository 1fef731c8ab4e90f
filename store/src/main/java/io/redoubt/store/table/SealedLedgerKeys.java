package io.redoubt.store.table;

import io.redoubt.store.LedgerKeys;
import io.redoubt.store.SecretBytes;
import io.redoubt.store.engine.Sql;
import java.time.Instant;
import java.util.List;

/// The public key is clear, and bound into the seal of its private one.
record SealedLedgerKeys(Sql sql, Rows rows) implements LedgerKeys {

    @Override
    public void add(LedgerKey key) {
        rows.insert(new Row(Tables.LEDGER_KEY)
                .set("node", key.node())
                .set("number", (long) key.number())
                .set("created_at", key.createdAt().toEpochMilli())
                .set("public_key", key.publicKey())
                .set("seed", key.seed().reveal()));
    }

    @Override
    public List<LedgerKey> of(String node) {
        return keys("WHERE node = ? ORDER BY number DESC", node);
    }

    @Override
    public List<String> nodes() {
        return sql.list("SELECT DISTINCT node FROM ledger_key ORDER BY node", row -> row.getString(1));
    }

    @Override
    public List<LedgerKey> all() {
        return keys("ORDER BY node, number");
    }

    private List<LedgerKey> keys(String tail, Object... arguments) {
        return rows.select(Tables.LEDGER_KEY, tail, arguments).stream()
                .map(row -> new LedgerKey(
                        row.text("node"),
                        Math.toIntExact(row.number("number")),
                        Instant.ofEpochMilli(row.number("created_at")),
                        row.text("public_key"),
                        SecretBytes.copyOf(row.bytes("seed"))))
                .toList();
    }
}
