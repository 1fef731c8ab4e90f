package io.redoubt.store.table;

import io.redoubt.policy.Problem;
import io.redoubt.store.Issuance;
import io.redoubt.store.SecretBytes;
import io.redoubt.store.StoreException;
import io.redoubt.store.engine.Sql;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The lease is one row that each writer under it touches, so that the database puts holders in an order.
record SealedIssuance(Sql sql, Rows rows, TransactionKeys keys) implements Issuance {

    @Override
    public Optional<Progress> find(String names) {
        return rows.find(Tables.ISSUANCE, index(names)).map(row -> progress(names, row));
    }

    @Override
    public Progress save(String names, long version, Instant at, SecretBytes body) {
        Optional<Row> known = rows.find(Tables.ISSUANCE, index(names));
        if (known.map(Row::version).orElse(0L) != version) {
            throw Rows.conflict(Tables.ISSUANCE.name());
        }
        Row row = known.orElseGet(() -> new Row(Tables.ISSUANCE).set("name_index", index(names)))
                .set("changed_at", at.toEpochMilli())
                .set("body", body.reveal());
        if (known.isPresent()) {
            rows.update(row);
        } else {
            rows.insert(row);
        }
        return progress(names, row);
    }

    @Override
    public Optional<Lease> acquire(String name, String holder, Instant now, Duration term) {
        long at = now.toEpochMilli();
        long until = at + term.toMillis();
        int taken = sql.update("""
                INSERT INTO issuance_lease (name, holder, fence, expires_at) VALUES (?, ?, 1, ?)
                ON CONFLICT (name) DO UPDATE
                SET holder = excluded.holder, fence = issuance_lease.fence + 1, expires_at = excluded.expires_at
                WHERE issuance_lease.expires_at <= ? OR issuance_lease.expires_at > ?
                """, name, holder, until, at, until);
        return taken == 1
                ? sql.first(
                        "SELECT fence FROM issuance_lease WHERE name = ?",
                        row -> new Lease(name, holder, row.getLong(1)),
                        name)
                : Optional.empty();
    }

    @Override
    public void insist(Lease lease, Instant now, Duration term) {
        int held = sql.update(
                "UPDATE issuance_lease SET expires_at = ? WHERE name = ? AND fence = ?",
                now.plus(term).toEpochMilli(),
                lease.name(),
                lease.fence());
        if (held != 1) {
            throw new StoreException.Conflict(
                    Problem.of("another node issues certificates meanwhile", "nothing: it goes on there"), null);
        }
    }

    @Override
    public void release(Lease lease) {
        sql.update(
                "UPDATE issuance_lease SET expires_at = 0 WHERE name = ? AND fence = ?", lease.name(), lease.fence());
    }

    private String index(String names) {
        return keys.index().of(Tables.ISSUANCE.name(), List.of(names));
    }

    private static Progress progress(String names, Row row) {
        return new Progress(
                names,
                row.version(),
                Instant.ofEpochMilli(row.number("changed_at")),
                SecretBytes.copyOf(row.bytes("body")));
    }
}
