package io.redoubt.store.table;

import io.redoubt.store.Changes;
import io.redoubt.store.SecretBytes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// States and times are clear, and bound into the seal of the body, so that nobody approves a change in the database.
record SealedChanges(Rows rows, TransactionKeys keys) implements Changes {

    @Override
    public Change add(New change) {
        Row row = new Row(Tables.CHANGE)
                .set("id", change.id())
                .set("intent_index", keys.index().of(Tables.CHANGE.name(), List.of(change.intent())))
                .set("state", change.state())
                .set("finished", 0L)
                .set("ends_at", millis(change.endsAt()))
                .set("created_at", change.at().toEpochMilli())
                .set("updated_at", change.at().toEpochMilli())
                .set("body", change.body().reveal());
        rows.insert(row);
        return change(row);
    }

    @Override
    public Optional<Change> find(String id) {
        return rows.find(Tables.CHANGE, id).map(SealedChanges::change);
    }

    @Override
    public Change advance(Change from, Next to) {
        Row row = rows.find(Tables.CHANGE, from.id())
                .filter(found -> found.version() == from.version())
                .orElseThrow(() -> Rows.conflict(Tables.CHANGE.name() + "/" + from.id()));
        rows.update(row.set("state", to.state())
                .set("finished", to.finished() ? 1L : 0L)
                .set("ends_at", millis(to.endsAt()))
                .set("updated_at", to.at().toEpochMilli())
                .set("body", to.body().reveal()));
        return change(row);
    }

    @Override
    public List<Change> unfinished() {
        return changes("WHERE finished = 0 ORDER BY created_at, id");
    }

    @Override
    public List<Change> endedBy(Instant time) {
        return changes("WHERE finished = 0 AND ends_at <= ? ORDER BY ends_at, id", time.toEpochMilli());
    }

    @Override
    public List<Change> latest(int atMost) {
        return changes("ORDER BY created_at DESC, id DESC LIMIT ?", (long) atMost);
    }

    private List<Change> changes(String tail, Object... arguments) {
        return rows.select(Tables.CHANGE, tail, arguments).stream()
                .map(SealedChanges::change)
                .toList();
    }

    private static @Nullable Long millis(@Nullable Instant time) {
        return time == null ? null : time.toEpochMilli();
    }

    private static Change change(Row row) {
        Long ends = row.numberOrNull("ends_at");
        return new Change(
                row.text("id"),
                row.version(),
                row.text("state"),
                row.number("finished") == 1,
                ends == null ? null : Instant.ofEpochMilli(ends),
                Instant.ofEpochMilli(row.number("created_at")),
                Instant.ofEpochMilli(row.number("updated_at")),
                SecretBytes.copyOf(row.bytes("body")));
    }
}
