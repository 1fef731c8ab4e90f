package io.redoubt.store.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.store.KeyFile;
import io.redoubt.store.StoreException;
import io.redoubt.store.VersionRecorder;
import io.redoubt.store.engine.Engine;
import io.redoubt.store.engine.SqliteEngine;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A row that was read is written only over what was read, also where no engine would notice: within one transaction.
class RowsTest {

    private static final byte[] FIRST = {1};

    @TempDir
    Path directory;

    private Engine engine;
    private Transactions transactions;

    @BeforeEach
    void open() {
        engine = SqliteEngine.open(directory.resolve("store.db"));
        KeyFile root = new KeyFile(directory.resolve("root.key"), new SecureRandom());
        KeyRing ring = KeyRing.open(engine, root, new SecureRandom(), Instant.EPOCH);
        transactions = new Transactions(engine, ring, VersionRecorder.none(), new SecureRandom());
        write(rows -> rows.insert(new Row(Tables.POLICY_ACTIVE)
                .set("id", 1L)
                .set("activated_at", 1L)
                .set("digest", FIRST)));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private void write(Consumer<Rows> work) {
        transactions.writeOpen(transaction -> {
            work.accept(transaction.rows());
            return true;
        });
    }

    private static Row read(Rows rows) {
        return rows.find(Tables.POLICY_ACTIVE, 1L).orElseThrow();
    }

    private void assertThatTheFirstIsThere() {
        write(rows -> assertThat(read(rows).bytes("digest")).isEqualTo(FIRST));
    }

    @Test
    void row_that_was_written_since_it_was_read_is_not_written_over() {
        assertThatThrownBy(() -> write(rows -> {
                    Row one = read(rows);
                    Row other = read(rows);
                    rows.update(one.set("digest", new byte[] {2}));
                    rows.update(other.set("digest", new byte[] {3}));
                }))
                .isInstanceOf(StoreException.Conflict.class)
                .hasMessageContaining("was changed by another meanwhile");
        assertThatTheFirstIsThere();
    }

    @Test
    void row_that_was_written_since_it_was_read_is_not_deleted() {
        assertThatThrownBy(() -> write(rows -> {
                    Row other = read(rows);
                    rows.update(read(rows).set("digest", new byte[] {2}));
                    rows.delete(other);
                }))
                .isInstanceOf(StoreException.Conflict.class);
        assertThatTheFirstIsThere();
    }
}
