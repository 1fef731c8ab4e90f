package io.redoubt.store.table;

import io.redoubt.store.Posture;
import io.redoubt.store.SecretBytes;
import io.redoubt.store.engine.Sql;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Verdicts and times are clear; what they are about and why is sealed.
record SealedPosture(Sql sql, Rows rows, TransactionKeys keys) implements Posture {

    private static final Comparator<Observation> ORDER = Comparator.comparing(Observation::control)
            .thenComparing(Observation::subject)
            .thenComparing(Observation::vantage);

    @Override
    public boolean apply(Observation observation) {
        OptionalLong applied = applied(observation.node());
        if (applied.isPresent() && observation.ledgerIndex() <= applied.getAsLong()) {
            return false;
        }
        skip(observation.node(), observation.ledgerIndex());
        String index = index(observation.subject());
        Optional<Row> known = rows.find(Tables.POSTURE, observation.control(), index, observation.vantage());
        long at = observation.at().toEpochMilli();
        if (known.filter(row -> row.number("observed_at") > at).isPresent()) {
            return false;
        }
        boolean turned = known.filter(row -> row.text("verdict").equals(observation.verdict()))
                .isEmpty();
        Row row = known.orElseGet(() -> new Row(Tables.POSTURE)
                        .set("control", observation.control())
                        .set("subject_index", index)
                        .set("vantage", observation.vantage())
                        .set("subject", observation.subject().getBytes(StandardCharsets.UTF_8)))
                .set("verdict", observation.verdict())
                .set("observed_at", at)
                .set("node", observation.node())
                .set("ledger_index", observation.ledgerIndex())
                .set("detail", observation.detail().reveal());
        if (turned) {
            row.set("since", at);
            turn(observation, index);
        }
        if (known.isPresent()) {
            rows.update(row);
        } else {
            rows.insert(row);
        }
        return true;
    }

    private void turn(Observation observation, String index) {
        rows.insert(new Row(Tables.POSTURE_TURN)
                .set("node", observation.node())
                .set("ledger_index", observation.ledgerIndex())
                .set("control", observation.control())
                .set("subject_index", index)
                .set("vantage", observation.vantage())
                .set("verdict", observation.verdict())
                .set("observed_at", observation.at().toEpochMilli()));
    }

    @Override
    public void skip(String node, long ledgerIndex) {
        sql.update("""
                INSERT INTO posture_applied (node, ledger_index) VALUES (?, ?)
                ON CONFLICT (node) DO UPDATE SET ledger_index = excluded.ledger_index
                WHERE excluded.ledger_index > posture_applied.ledger_index
                """, node, ledgerIndex);
    }

    @Override
    public OptionalLong applied(String node) {
        return sql.first("SELECT ledger_index FROM posture_applied WHERE node = ?", row -> row.getLong(1), node)
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty);
    }

    @Override
    public Optional<Standing> find(String control, String subject, String vantage) {
        return rows.find(Tables.POSTURE, control, index(subject), vantage).map(SealedPosture::standing);
    }

    @Override
    public List<Standing> all() {
        return rows.selectAs(Tables.POSTURE, "", SealedPosture::standing).stream()
                .sorted(Comparator.comparing(Standing::newest, ORDER))
                .toList();
    }

    @Override
    public List<Turn> turns(Instant from) {
        Map<String, String> subjects = new HashMap<>();
        for (Row row : rows.select(
                Tables.POSTURE,
                "WHERE subject_index IN (SELECT subject_index FROM posture_turn WHERE observed_at >= ?)",
                from.toEpochMilli())) {
            subjects.putIfAbsent(row.text("subject_index"), subject(row));
        }
        return rows.selectAs(
                Tables.POSTURE_TURN,
                "WHERE observed_at >= ? ORDER BY observed_at, node, ledger_index",
                row -> turn(row, subjects.getOrDefault(row.text("subject_index"), "")),
                from.toEpochMilli());
    }

    @Override
    public List<Turn> turns(String control, String subject, String vantage, int atMost) {
        return rows
                .select(
                        Tables.POSTURE_TURN,
                        "WHERE control = ? AND subject_index = ? AND vantage = ?"
                                + " ORDER BY observed_at DESC, node DESC, ledger_index DESC LIMIT ?",
                        control,
                        index(subject),
                        vantage,
                        (long) atMost)
                .stream()
                .map(row -> turn(row, subject))
                .toList();
    }

    private static Turn turn(Row row, String subject) {
        return new Turn(
                row.text("control"),
                subject,
                row.text("vantage"),
                row.text("verdict"),
                Instant.ofEpochMilli(row.number("observed_at")));
    }

    @Override
    public void clear() {
        List.of(Tables.POSTURE, Tables.POSTURE_TURN, Tables.POSTURE_APPLIED)
                .forEach(table -> sql.update("DELETE FROM " + table.name()));
    }

    private String index(String subject) {
        return keys.index().of(Tables.POSTURE.name(), List.of(subject));
    }

    private static String subject(Row row) {
        return new String(row.bytes("subject"), StandardCharsets.UTF_8);
    }

    private static Standing standing(Row row) {
        return new Standing(
                new Observation(
                        row.text("control"),
                        subject(row),
                        row.text("vantage"),
                        row.text("verdict"),
                        Instant.ofEpochMilli(row.number("observed_at")),
                        SecretBytes.copyOf(row.bytes("detail")),
                        row.text("node"),
                        row.number("ledger_index")),
                Instant.ofEpochMilli(row.number("since")));
    }
}
