package io.redoubt.store.table;

import io.redoubt.store.Outbox;
import io.redoubt.store.SecretBytes;
import io.redoubt.store.engine.Sql;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The database counts the entries, so that writers do not wait for one another; an entry is bound to its id instead.
record SealedOutbox(Sql sql, Rows rows) implements Outbox {

    @Override
    public void add(New entry) {
        rows.insert(new Row(Tables.OUTBOX)
                .set("id", entry.id())
                .set("node", entry.node())
                .set("stream", entry.stream())
                .set("created_at", entry.at().toEpochMilli())
                .set("entry", entry.entry().reveal()));
    }

    @Override
    public List<Entry> pending(String node, String stream, int atMost) {
        return rows
                .select(Tables.OUTBOX, "WHERE node = ? AND stream = ? ORDER BY seq LIMIT ?", node, stream, (long)
                        atMost)
                .stream()
                .map(row -> new Entry(
                        row.text("id"),
                        row.text("stream"),
                        Instant.ofEpochMilli(row.number("created_at")),
                        SecretBytes.copyOf(row.bytes("entry"))))
                .toList();
    }

    @Override
    public List<Waiting> waiting() {
        return sql.list(
                "SELECT node, stream, count(*), min(created_at) FROM outbox GROUP BY node, stream ORDER BY node, stream",
                row -> new Waiting(
                        row.getString(1), row.getString(2), row.getLong(3), Instant.ofEpochMilli(row.getLong(4))));
    }

    @Override
    public long drainedTo(String node, String stream) {
        return sql.number("SELECT ledger_size FROM outbox_drained WHERE node = ? AND stream = ?", node, stream);
    }

    @Override
    public void done(String node, String stream, List<String> ids, long drainedTo) {
        List<@Nullable Object[]> gone = ids.stream()
                .map(id -> new @Nullable Object[] {id, node, stream})
                .toList();
        sql.updateAll("DELETE FROM outbox WHERE id = ? AND node = ? AND stream = ?", gone);
        sql.update("""
                INSERT INTO outbox_drained (node, stream, ledger_size) VALUES (?, ?, ?)
                ON CONFLICT (node, stream) DO UPDATE SET ledger_size = excluded.ledger_size
                """, node, stream, drainedTo);
    }
}
