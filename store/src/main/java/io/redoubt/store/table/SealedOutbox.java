package io.redoubt.store.table;

import io.redoubt.store.Outbox;
import io.redoubt.store.SecretBytes;
import io.redoubt.store.engine.Sql;
import java.time.Instant;
import java.util.List;

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
    public List<Entry> pending(String node, int atMost) {
        return rows.select(Tables.OUTBOX, "WHERE node = ? ORDER BY seq LIMIT ?", node, (long) atMost).stream()
                .map(row -> new Entry(
                        row.text("id"),
                        row.text("stream"),
                        Instant.ofEpochMilli(row.number("created_at")),
                        SecretBytes.copyOf(row.bytes("entry"))))
                .toList();
    }

    @Override
    public void done(Entry entry) {
        sql.update("DELETE FROM outbox WHERE id = ?", entry.id());
    }
}
