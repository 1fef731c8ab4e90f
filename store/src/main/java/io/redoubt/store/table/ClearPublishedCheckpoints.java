package io.redoubt.store.table;

import io.redoubt.store.PublishedCheckpoints;
import io.redoubt.store.engine.Sql;
import java.time.Instant;
import java.util.List;

/// Clear, as a checkpoint is made to be shown, and its own signature says whose it is.
record ClearPublishedCheckpoints(Sql sql) implements PublishedCheckpoints {

    @Override
    public void publish(Published checkpoint) {
        sql.update(
                """
                INSERT INTO published_checkpoint (node, stream, key, note, published_at) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (node, stream) DO UPDATE
                SET key = excluded.key, note = excluded.note, published_at = excluded.published_at
                """,
                checkpoint.node(),
                checkpoint.stream(),
                checkpoint.key(),
                checkpoint.note(),
                checkpoint.at().toEpochMilli());
    }

    @Override
    public List<Published> all() {
        return sql.list(
                "SELECT node, stream, key, note, published_at FROM published_checkpoint ORDER BY node, stream",
                row -> new Published(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        Instant.ofEpochMilli(row.getLong(5))));
    }
}
