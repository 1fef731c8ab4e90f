package io.redoubt.store.table;

import io.redoubt.store.IssuerKeys;
import io.redoubt.store.SecretBytes;
import java.time.Instant;
import java.util.Optional;

record SealedIssuerKeys(Rows rows) implements IssuerKeys {

    @Override
    public Optional<IssuerKey> find(String id) {
        return rows.find(Tables.ISSUER_KEY, id).map(SealedIssuerKeys::issuerKey);
    }

    @Override
    public IssuerKey save(String id, long version, Instant at, SecretBytes privateKey, SecretBytes detail) {
        Optional<Row> known = rows.find(Tables.ISSUER_KEY, id);
        if (known.map(Row::version).orElse(0L) != version) {
            throw Rows.conflict(Tables.ISSUER_KEY.name() + "/" + id);
        }
        Row row = known.orElseGet(() -> new Row(Tables.ISSUER_KEY).set("id", id))
                .set("created_at", at.toEpochMilli())
                .set("private_key", privateKey.reveal())
                .set("detail", detail.reveal());
        if (known.isPresent()) {
            rows.update(row);
        } else {
            rows.insert(row);
        }
        return issuerKey(row);
    }

    private static IssuerKey issuerKey(Row row) {
        return new IssuerKey(
                row.text("id"),
                row.version(),
                Instant.ofEpochMilli(row.number("created_at")),
                SecretBytes.copyOf(row.bytes("private_key")),
                SecretBytes.copyOf(row.bytes("detail")));
    }
}
