package io.redoubt.store.table;

import io.redoubt.store.ChallengeBoard;
import io.redoubt.store.SecretBytes;
import io.redoubt.store.engine.Sql;
import java.time.Instant;
import java.util.List;
import java.util.Set;

record SealedChallengeBoard(Sql sql, Rows rows) implements ChallengeBoard {

    @Override
    public void publish(Posted challenge) {
        rows.insert(new Row(Tables.CHALLENGE)
                .set("id", challenge.id())
                .set("kind", challenge.kind())
                .set("expires_at", challenge.expiresAt().toEpochMilli())
                .set("body", challenge.body().reveal()));
    }

    @Override
    public List<Posted> live(Instant now) {
        return rows.select(Tables.CHALLENGE, "WHERE expires_at > ? ORDER BY id", now.toEpochMilli()).stream()
                .map(row -> new Posted(
                        row.text("id"),
                        row.text("kind"),
                        Instant.ofEpochMilli(row.number("expires_at")),
                        SecretBytes.copyOf(row.bytes("body"))))
                .toList();
    }

    @Override
    public void seen(String challenge, String node) {
        sql.update("""
                INSERT INTO challenge_seen (challenge, node) SELECT id, ? FROM challenge WHERE id = ?
                ON CONFLICT (challenge, node) DO NOTHING
                """, node, challenge);
    }

    @Override
    public Set<String> seenBy(String challenge) {
        return Set.copyOf(
                sql.list("SELECT node FROM challenge_seen WHERE challenge = ?", row -> row.getString(1), challenge));
    }

    @Override
    public void withdraw(String challenge) {
        sql.update("DELETE FROM challenge_seen WHERE challenge = ?", challenge);
        rows.erase(Tables.CHALLENGE, challenge);
    }

    @Override
    public void sweep(Instant now) {
        sql.update("DELETE FROM challenge WHERE expires_at <= ?", now.toEpochMilli());
    }
}
