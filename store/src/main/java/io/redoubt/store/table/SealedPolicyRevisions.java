package io.redoubt.store.table;

import io.redoubt.policy.Problem;
import io.redoubt.store.PolicyRevisions;
import io.redoubt.store.SecretBytes;
import io.redoubt.store.StoreException;
import io.redoubt.store.engine.Sql;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Which revision is active is sealed too: not to hide it, but so that nobody can point it at an older one.
record SealedPolicyRevisions(Sql sql, Rows rows) implements PolicyRevisions {

    @Override
    public boolean add(Revision revision) {
        if (rows.find(Tables.POLICY_REVISION, revision.digest()).isPresent()) {
            return false;
        }
        rows.insert(new Row(Tables.POLICY_REVISION)
                .set("digest", revision.digest())
                .set("created_at", revision.createdAt().toEpochMilli())
                .set("author", revision.author().reveal())
                .set("document", revision.document().reveal()));
        return true;
    }

    @Override
    public Optional<Revision> find(String digest) {
        return rows.find(Tables.POLICY_REVISION, digest).map(SealedPolicyRevisions::revision);
    }

    @Override
    public List<Revision> all() {
        return rows.select(Tables.POLICY_REVISION, "ORDER BY created_at, digest").stream()
                .map(SealedPolicyRevisions::revision)
                .toList();
    }

    @Override
    public Optional<Activation> active() {
        return activeRow().map(SealedPolicyRevisions::activation);
    }

    @Override
    public Activation activate(String digest, long expected, Instant at) {
        Optional<Row> active = activeRow();
        long number = active.map(Row::version).orElse(0L);
        if (number != expected) {
            throw conflict("activation " + number + " is in force, not " + expected);
        }
        if (rows.find(Tables.POLICY_REVISION, digest).isEmpty()) {
            throw conflict("the revision " + digest + " is not stored");
        }
        Row row = active.orElseGet(() -> new Row(Tables.POLICY_ACTIVE).set("id", 1L))
                .set("activated_at", at.toEpochMilli())
                .set("digest", digest.getBytes(StandardCharsets.UTF_8));
        if (active.isPresent()) {
            rows.update(row);
        } else {
            rows.insert(row);
        }
        return activation(row);
    }

    @Override
    public void report(NodeReport report) {
        sql.update("""
                INSERT INTO policy_node (node, digest, reported_at) VALUES (?, ?, ?)
                ON CONFLICT (node) DO UPDATE SET digest = excluded.digest, reported_at = excluded.reported_at
                """, report.node(), report.digest(), report.at().toEpochMilli());
    }

    @Override
    public List<NodeReport> reports() {
        return sql.list(
                "SELECT node, digest, reported_at FROM policy_node ORDER BY node",
                row -> new NodeReport(row.getString(1), row.getString(2), Instant.ofEpochMilli(row.getLong(3))));
    }

    @Override
    public boolean forget(NodeReport report) {
        return sql.update(
                        "DELETE FROM policy_node WHERE node = ? AND digest = ? AND reported_at = ?",
                        report.node(),
                        report.digest(),
                        report.at().toEpochMilli())
                > 0;
    }

    private Optional<Row> activeRow() {
        return rows.find(Tables.POLICY_ACTIVE, 1L);
    }

    private static StoreException.Conflict conflict(String what) {
        return new StoreException.Conflict(Problem.of(what, "read again, then decide"), null);
    }

    private static Revision revision(Row row) {
        return new Revision(
                row.text("digest"),
                Instant.ofEpochMilli(row.number("created_at")),
                SecretBytes.copyOf(row.bytes("author")),
                SecretBytes.copyOf(row.bytes("document")));
    }

    private static Activation activation(Row row) {
        return new Activation(
                new String(row.bytes("digest"), StandardCharsets.UTF_8),
                row.version(),
                Instant.ofEpochMilli(row.number("activated_at")));
    }
}
