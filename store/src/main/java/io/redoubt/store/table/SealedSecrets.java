package io.redoubt.store.table;

import io.redoubt.policy.Problem;
import io.redoubt.store.SecretBytes;
import io.redoubt.store.SecretPath;
import io.redoubt.store.Secrets;
import io.redoubt.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// The version of a row of `secret` is the number of its newest value, so setting one back without the other shows.
record SealedSecrets(Rows rows, TransactionKeys keys, SecureRandom random) implements Secrets {

    private static final int ID_LENGTH = 16;

    @Override
    public Version put(SecretPath path, SecretBytes value, long expected, Instant at) {
        Optional<Row> known = secret(path);
        long newest = known.map(Row::version).orElse(0L);
        if (newest != expected) {
            throw new StoreException.Conflict(
                    Problem.of("the secret is at version " + newest + ", not " + expected, "read it again"), null);
        }
        Row secret = known.orElseGet(() -> new Row(Tables.SECRET)
                .set("id", newId())
                .set("path_index", index(path))
                .set("created_at", at.toEpochMilli())
                .set("path", path.toString().getBytes(StandardCharsets.UTF_8)));
        if (known.isPresent()) {
            rows.update(secret);
        } else {
            rows.insert(secret);
        }
        rows.insert(new Row(Tables.SECRET_VALUE)
                .set("secret_id", secret.text("id"))
                .set("number", secret.version())
                .set("created_at", at.toEpochMilli())
                .set("value", value.reveal()));
        return new Version(path, secret.version(), at, value);
    }

    @Override
    public Optional<Version> read(SecretPath path) {
        return secret(path).flatMap(secret -> {
            Row newest = rows
                    .select(Tables.SECRET_VALUE, "WHERE secret_id = ? ORDER BY number DESC LIMIT 1", secret.text("id"))
                    .stream()
                    .findFirst()
                    .orElseThrow(() -> setBack(secret));
            if (newest.number("number") != secret.version()) {
                throw setBack(secret);
            }
            return version(path, newest);
        });
    }

    private static StoreException.RolledBack setBack(Row secret) {
        return new StoreException.RolledBack(Problem.of(
                secret + " claims version " + secret.version() + ", and that is not its newest value",
                "restore the store from a backup, and find who can write to it"));
    }

    @Override
    public Optional<Version> read(SecretPath path, long number) {
        return secret(path)
                .flatMap(secret -> rows.find(Tables.SECRET_VALUE, secret.text("id"), number))
                .flatMap(value -> version(path, value));
    }

    private static Optional<Version> version(SecretPath path, Row value) {
        return value.numberOrNull("destroyed_at") != null
                ? Optional.empty()
                : Optional.of(new Version(
                        path,
                        value.number("number"),
                        Instant.ofEpochMilli(value.number("created_at")),
                        SecretBytes.copyOf(value.bytes("value"))));
    }

    @Override
    public List<Info> versions(SecretPath path) {
        return secret(path).stream()
                .flatMap(secret -> values(secret).stream())
                .map(row -> new Info(
                        row.number("number"),
                        Instant.ofEpochMilli(row.number("created_at")),
                        row.numberOrNull("destroyed_at") != null))
                .toList();
    }

    @Override
    public List<SecretPath> list() {
        return paths(rows.select(Tables.SECRET, ""));
    }

    /// `0` is the character after `/`.
    @Override
    public List<SecretPath> list(SecretPath above) {
        String index = index(above);
        return paths(rows.select(Tables.SECRET, "WHERE path_index > ? AND path_index < ?", index + "/", index + "0"));
    }

    @Override
    public boolean destroy(SecretPath path, long number, Instant at) {
        Optional<Row> value = secret(path)
                .flatMap(secret -> rows.find(Tables.SECRET_VALUE, secret.text("id"), number))
                .filter(row -> row.numberOrNull("destroyed_at") == null);
        value.ifPresent(
                row -> rows.update(row.set("destroyed_at", at.toEpochMilli()).set("value", new byte[0])));
        return value.isPresent();
    }

    @Override
    public boolean delete(SecretPath path) {
        Optional<Row> secret = secret(path);
        secret.ifPresent(row -> {
            values(row).forEach(rows::delete);
            rows.delete(row);
        });
        return secret.isPresent();
    }

    private Optional<Row> secret(SecretPath path) {
        return rows.select(Tables.SECRET, "WHERE path_index = ?", index(path)).stream()
                .findFirst();
    }

    private List<Row> values(Row secret) {
        return rows.select(Tables.SECRET_VALUE, "WHERE secret_id = ? ORDER BY number", secret.text("id"));
    }

    private String index(SecretPath path) {
        return keys.index().of(Tables.SECRET.name(), path.segments());
    }

    private String newId() {
        byte[] id = new byte[ID_LENGTH];
        random.nextBytes(id);
        return "sec_" + HexFormat.of().formatHex(id);
    }

    private static List<SecretPath> paths(List<Row> secrets) {
        return secrets.stream()
                .map(row -> SecretPath.parse(new String(row.bytes("path"), StandardCharsets.UTF_8)))
                .sorted()
                .toList();
    }
}
