package io.redoubt.store.table;

import io.redoubt.policy.Problem;
import io.redoubt.store.CopiedTable;
import io.redoubt.store.StoreException;
import io.redoubt.store.engine.Engine;
import io.redoubt.store.engine.Sql;
import io.redoubt.store.engine.SqliteCopy;
import io.redoubt.store.engine.SqliteEngine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Copies one store into another database as it lies there: no key is needed, and nothing is opened. All of it arrives,
/// or
/// nothing does.
public final class Copying {

    private Copying() {}

    /// @param target migrated and empty
    public static List<CopiedTable> copy(Engine source, Engine target) {
        return source.read(from -> target.write(to -> {
            List<CopiedTable> copied = new ArrayList<>();
            for (Table table : Tables.all()) {
                if (to.number("SELECT count(*) FROM " + table.name()) != 0) {
                    throw new StoreException.Refused(Problem.of(
                            "the target is not empty: it has rows in " + table.name(), "use a new database"));
                }
                from.each(
                        table.select() + table.orderBy(),
                        row -> to.update(table.insert(), values(table, row).toArray()));
                CopiedTable there = count(table, from);
                CopiedTable here = count(table, to);
                if (!there.equals(here)) {
                    throw new StoreException.Damaged(
                            Problem.of("the copy of " + table.name() + " differs from its source", "copy again"), null);
                }
                copied.add(here);
            }
            return copied;
        }));
    }

    /// As one transaction of the source sees it.
    public static void intoFile(Engine source, Path copy) {
        SqliteCopy.make(copy, draft -> {
            try (Engine target = SqliteEngine.open(draft)) {
                copy(source, target);
            }
        });
    }

    private static CopiedTable count(Table table, Sql sql) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            long[] rows = {0};
            sql.each(table.select() + table.orderBy(), row -> {
                rows[0]++;
                values(table, row).forEach(value -> digest(digest, value));
            });
            return new CopiedTable(table.name(), rows[0], HexFormat.of().formatHex(digest.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK lacks SHA-256", e);
        }
    }

    private static void digest(MessageDigest digest, @Nullable Object value) {
        byte[] bytes = switch (value) {
            case null -> new byte[0];
            case byte[] sealed -> sealed;
            default -> value.toString().getBytes(StandardCharsets.UTF_8);
        };
        digest.update((byte) (value == null ? 0 : 1));
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        digest.update(bytes);
    }

    private static List<@Nullable Object> values(Table table, ResultSet row) throws SQLException {
        List<@Nullable Object> values = new ArrayList<>();
        for (Column column : table.all()) {
            switch (column.kind()) {
                case SEALED -> values.add(row.getBytes(column.name()));
                case TEXT -> values.add(row.getString(column.name()));
                case NUMBER -> {
                    long number = row.getLong(column.name());
                    values.add(row.wasNull() ? null : number);
                }
            }
        }
        return values;
    }
}
