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
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Copies one store into another database as it lies there: no key is needed, and nothing is opened. All of it
/// arrives, or nothing does.
public final class Copying {

    private static final int ROWS_AT_ONCE = 500;

    private Copying() {}

    /// Fills a target, or finds that an attempt which ended before its end has filled it with just this.
    ///
    /// @param to       migrated
    /// @param progress told of rows that were copied since it was told last
    /// @throws StoreException.Refused when it holds anything else
    public static List<CopiedTable> filledOf(Sql from, Sql to, LongConsumer progress) {
        boolean empty = Tables.names().stream().allMatch(table -> to.number("SELECT count(*) FROM " + table) == 0);
        return empty
                ? copy(from, to, progress)
                : same(from, to)
                        .orElseThrow(() -> new StoreException.Refused(Problem.of(
                                "the target is not empty",
                                "use a new database; or put aside what is there, as of a restore that was killed:"
                                        + " ALTER SCHEMA redoubt RENAME TO redoubt_old")));
    }

    private static List<CopiedTable> copy(Sql from, Sql to, LongConsumer progress) {
        Tables.all().forEach(table -> copy(table, from, to, progress));
        List<CopiedTable> copied = new ArrayList<>();
        for (Table table : Tables.all()) {
            CopiedTable here = count(table, to);
            if (!count(table, from).equals(here)) {
                throw new StoreException.Damaged(
                        Problem.of("the copy of " + table.name() + " differs from its source", "copy again"), null);
            }
            copied.add(here);
        }
        return copied;
    }

    private static void copy(Table table, Sql from, Sql to, LongConsumer progress) {
        List<@Nullable Object[]> batch = new ArrayList<>();
        from.each(table.select() + table.orderBy(), row -> {
            batch.add(values(table, row).toArray());
            if (batch.size() == ROWS_AT_ONCE) {
                write(table, to, batch, progress);
            }
        });
        write(table, to, batch, progress);
    }

    private static void write(Table table, Sql to, List<@Nullable Object[]> batch, LongConsumer progress) {
        if (!batch.isEmpty()) {
            to.updateAll(table.insert(), batch);
            progress.accept(batch.size());
            batch.clear();
        }
    }

    /// What both hold, if they hold the same.
    public static Optional<List<CopiedTable>> same(Sql one, Sql other) {
        List<CopiedTable> here =
                Tables.all().stream().map(table -> count(table, one)).toList();
        return here.equals(
                        Tables.all().stream().map(table -> count(table, other)).toList())
                ? Optional.of(here)
                : Optional.empty();
    }

    /// As one transaction of the source sees it.
    public static void intoFile(Engine source, Path copy) {
        source.read(from -> intoFile(from, copy, _ -> {}));
    }

    /// The same, within a transaction.
    public static List<CopiedTable> intoFile(Sql from, Path copy, LongConsumer progress) {
        List<CopiedTable> copied = new ArrayList<>();
        SqliteCopy.make(copy, draft -> {
            try (Engine target = SqliteEngine.open(draft)) {
                copied.addAll(target.write(to -> copy(from, to, progress)));
            }
        });
        return copied;
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
