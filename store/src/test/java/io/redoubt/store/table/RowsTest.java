package io.redoubt.store.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.store.StoreException;
import io.redoubt.store.barrier.CellKey;
import io.redoubt.store.barrier.Ring;
import io.redoubt.store.engine.Engine;
import io.redoubt.store.engine.SqliteEngine;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A row that was read is written only over what was read, also where no engine would notice: within one transaction.
class RowsTest {

    @TempDir
    Path directory;

    private Engine engine;

    @BeforeEach
    void open() {
        engine = SqliteEngine.open(directory.resolve("store.db"));
        write(rows -> rows.insert(new Row(Tables.POLICY_NODE)
                .set("node", "web-1")
                .set("digest", "first")
                .set("reported_at", 1L)));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    /// What a transaction does.
    @FunctionalInterface
    private interface Work {
        void on(Rows rows);
    }

    private void write(Work work) {
        engine.write(sql -> {
            work.on(new Rows(sql, new TransactionKeys(sql, CellKey.of(0, new byte[32]), Ring.empty()), _ -> {}));
            return null;
        });
    }

    private static Row read(Rows rows) {
        return rows.find(Tables.POLICY_NODE, "web-1").orElseThrow();
    }

    @Test
    void row_that_was_written_since_it_was_read_is_not_written_over() {
        assertThatThrownBy(() -> write(rows -> {
                    Row one = read(rows);
                    Row other = read(rows);
                    rows.update(one.set("digest", "second"));
                    rows.update(other.set("digest", "third"));
                }))
                .isInstanceOf(StoreException.Conflict.class)
                .hasMessageContaining("was changed by another meanwhile");
        write(rows -> assertThat(read(rows).text("digest")).isEqualTo("first"));
    }

    @Test
    void row_that_was_written_since_it_was_read_is_not_deleted() {
        assertThatThrownBy(() -> write(rows -> {
                    Row other = read(rows);
                    rows.update(read(rows).set("digest", "second"));
                    rows.delete(other);
                }))
                .isInstanceOf(StoreException.Conflict.class);
        write(rows -> assertThat(read(rows).text("digest")).isEqualTo("first"));
    }
}
