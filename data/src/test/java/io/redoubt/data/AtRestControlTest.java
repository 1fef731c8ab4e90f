package io.redoubt.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.control.CannotLookException;
import io.redoubt.control.Deviation;
import io.redoubt.control.Severity;
import io.redoubt.control.Verdict;
import io.redoubt.control.Verdict.Fail;
import io.redoubt.control.Verdict.Pass;
import io.redoubt.store.DataDirectory;
import io.redoubt.store.KeyFile;
import io.redoubt.store.RowVersion;
import io.redoubt.store.SecretBytes;
import io.redoubt.store.SecretPath;
import io.redoubt.store.Store;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtRestControlTest {

    private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");

    @TempDir
    Path home;

    private final Map<List<String>, RowVersion> versions = new LinkedHashMap<>();
    private DataDirectory data;
    private Store store;

    @BeforeEach
    void open() {
        data = DataDirectory.openOrCreate(home.resolve("data"));
        store = Store.open(
                data,
                new KeyFile(home.resolve("root.key"), new SecureRandom()),
                (_, row) -> versions.put(List.of(row.table(), row.row()), row),
                InstantSource.fixed(NOW),
                new SecureRandom());
        for (int i = 1; i <= 3; i++) {
            int number = i;
            store.inTransaction(transaction -> transaction
                    .secrets()
                    .put(SecretPath.parse("prod/db" + number), SecretBytes.ofUtf8("value"), 0, NOW));
        }
    }

    @AfterEach
    void close() {
        store.close();
        data.close();
    }

    private Verdict verdict() throws Exception {
        AtRestControl control = new AtRestControl(
                new OwnStore(
                        "shop",
                        data.path(),
                        new KeyFile(home.resolve("root.key"), new SecureRandom()),
                        store.keys(),
                        () -> store.verify(() -> List.copyOf(versions.values()))),
                InstantSource.fixed(NOW));
        assertThat(control.subjects()).singleElement().hasToString("store:shop");
        return control.judge(control.read(control.subjects().getFirst()));
    }

    private static Deviation only(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Fail.class);
        assertThat(((Fail) verdict).deviations()).hasSize(1);
        return ((Fail) verdict).worst();
    }

    /// What someone does who has the file.
    private void behind(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + data.database());
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isPositive();
        }
    }

    @Test
    void untouched_store_passes_with_its_counts() throws Exception {
        assertThat(verdict()).isEqualTo(new Pass("all 9 sealed values open; AES-256-GCM, 6 rows under key 1"));
    }

    @Test
    void rows_that_the_ledger_tells_nothing_of_are_said() throws Exception {
        versions.clear();
        assertThat(verdict())
                .isEqualTo(
                        new Pass("all 9 sealed values open; AES-256-GCM, 6 rows under key 1; not in this node's ledger,"
                                + " so perhaps put back: 6 rows"));
    }

    @Test
    void value_that_does_not_open_is_named_by_table_and_row() throws Exception {
        behind("UPDATE secret_value SET created_at = created_at + 1 WHERE rowid = 1");
        Deviation deviation = only(verdict());
        assertThat(deviation.severity()).isEqualTo(Severity.HIGH);
        assertThat(deviation.observed()).startsWith("secret_value row ").endsWith("is not what was sealed there");
        assertThat(deviation.observed()).doesNotContain("prod/db");
    }

    @Test
    void row_older_than_the_ledger_knows_it_is_named() throws Exception {
        RowVersion row = versions.values().stream()
                .filter(version -> version.table().equals("secret"))
                .findFirst()
                .orElseThrow();
        versions.put(List.of("secret", row.row()), new RowVersion("secret", row.row(), row.version() + 1));
        assertThat(only(verdict()).observed())
                .isEqualTo("secret row %s is at version %d, and the ledger knows %d"
                        .formatted(row.row(), row.version(), row.version() + 1));
        versions.put(List.of("secret", row.row()), new RowVersion("secret", row.row(), 0));
        assertThat(only(verdict()).observed()).endsWith("is there again, and the ledger knows it as deleted");
    }

    @Test
    void rows_that_are_gone_are_named_the_first_ones() throws Exception {
        behind("DELETE FROM secret_value");
        behind("DELETE FROM secret");
        assertThat(only(verdict()).observed())
                .contains("is gone, and the ledger knows its version 1")
                .endsWith("; and 1 more");
    }

    @Test
    void rows_under_a_former_key_fail_low_until_none_is_left() throws Exception {
        store.keys().rotate();
        Deviation deviation = only(verdict());
        assertThat(deviation.severity()).isEqualTo(Severity.LOW);
        assertThat(deviation.observed()).isEqualTo("6 rows under key 1");
        while (store.keys().reencrypt(2) > 0) {
            assertThat(store.keys().status()).hasSize(2);
        }
        assertThat(verdict()).isInstanceOf(Pass.class);
    }

    @Test
    void store_that_cannot_be_read_is_no_pass() {
        store.close();
        assertThatThrownBy(this::verdict).isInstanceOf(CannotLookException.class);
    }
}
