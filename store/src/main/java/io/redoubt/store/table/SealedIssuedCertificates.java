package io.redoubt.store.table;

import io.redoubt.store.IssuedCertificates;
import io.redoubt.store.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/// State and times are clear, and bound into the seals, so that nobody takes a certificate by way of the database.
record SealedIssuedCertificates(Rows rows, TransactionKeys keys) implements IssuedCertificates {

    @Override
    public Issued add(New certificate) {
        long number =
                of(certificate.names()).stream().mapToLong(Issued::number).max().orElse(0) + 1;
        Row row = new Row(Tables.CERTIFICATE)
                .set("name_index", index(certificate.names()))
                .set("number", number)
                .set("state", certificate.state())
                .set("created_at", certificate.at().toEpochMilli())
                .set("changed_at", certificate.at().toEpochMilli())
                .set("not_before", certificate.notBefore().toEpochMilli())
                .set("not_after", certificate.notAfter().toEpochMilli())
                .set("names", certificate.names().getBytes(StandardCharsets.UTF_8))
                .set("chain", certificate.chain().reveal())
                .set("private_key", certificate.privateKey().reveal());
        rows.insert(row);
        return issued(row);
    }

    @Override
    public List<Issued> of(String names) {
        return rows.select(Tables.CERTIFICATE, "WHERE name_index = ? ORDER BY number DESC", index(names)).stream()
                .map(SealedIssuedCertificates::issued)
                .toList();
    }

    @Override
    public Issued advance(Issued from, String state, Instant at) {
        Row row = row(from);
        rows.update(row.set("state", state).set("changed_at", at.toEpochMilli()));
        return issued(row);
    }

    @Override
    public void remove(Issued certificate) {
        rows.delete(row(certificate));
    }

    private Row row(Issued certificate) {
        return rows.find(Tables.CERTIFICATE, index(certificate.names()), certificate.number())
                .filter(found -> found.version() == certificate.version())
                .orElseThrow(() -> Rows.conflict(Tables.CERTIFICATE.name() + "/" + certificate.number()));
    }

    private String index(String names) {
        return keys.index().of(Tables.CERTIFICATE.name(), List.of(names));
    }

    private static Issued issued(Row row) {
        return new Issued(
                new String(row.bytes("names"), StandardCharsets.UTF_8),
                row.number("number"),
                row.version(),
                row.text("state"),
                Instant.ofEpochMilli(row.number("created_at")),
                Instant.ofEpochMilli(row.number("changed_at")),
                Instant.ofEpochMilli(row.number("not_before")),
                Instant.ofEpochMilli(row.number("not_after")),
                SecretBytes.copyOf(row.bytes("chain")),
                SecretBytes.copyOf(row.bytes("private_key")));
    }
}
