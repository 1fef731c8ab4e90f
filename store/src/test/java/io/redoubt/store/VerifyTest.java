package io.redoubt.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.store.Verification.Finding;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerifyTest extends PortContract {

    private static final SecretPath PATH = SecretPath.parse("prod/db");

    private void put(String value, long expected) {
        store().inTransaction(t -> t.secrets().put(PATH, secret(value), expected, NOW));
    }

    @Test
    void untouched_store_has_no_findings() {
        put("one", 0);
        put("two", 1);
        Verification verification = store().verify(under.versions());
        assertThat(verification.findings()).isEmpty();
        // Store, two keys, one secret and two values; the store, each key, the path and each value are sealed.
        assertThat(verification.rows()).isEqualTo(6);
        assertThat(verification.cells()).isEqualTo(6);
    }

    @Test
    void rows_that_the_ledger_tells_nothing_of_are_counted_but_the_keys_that_came_with_the_store() {
        put("one", 0);
        assertThat(store().verify(under.versions()).unknown()).isZero();
        assertThat(store().verify(List::of).unknown()).isEqualTo(2);
        store().keys().rotate();
        assertThat(store().verify(List::of).unknown()).isEqualTo(3);
        assertThat(store().verify(List::of).findings()).isEmpty();
    }

    @Test
    void secret_rolled_back_as_a_whole_is_found_and_named() {
        put("one", 0);
        String id = utf8(under.cell("SELECT id FROM secret"));
        byte[] path = under.cell("SELECT path FROM secret");
        put("two", 1);
        under.tamper("DELETE FROM secret_value WHERE number = 2");
        under.tamper("UPDATE secret SET path = ?, version = 1", (Object) path);
        // From inside it is a genuine state: it opens.
        assertThat(found(t -> t.secrets().read(PATH)).orElseThrow().value()).isEqualTo(secret("one"));
        assertThat(store().verify(under.versions()).findings())
                .containsExactlyInAnyOrder(
                        new Finding.RolledBack("secret", id, 1, 2), new Finding.Missing("secret_value", id + "/2", 1));
    }

    @Test
    void destroyed_value_that_came_back_is_found() {
        put("one", 0);
        byte[] value = under.cell("SELECT value FROM secret_value");
        store().inTransaction(t -> t.secrets().destroy(PATH, 1, NOW));
        under.tamper("UPDATE secret_value SET value = ?, destroyed_at = NULL, version = 1", (Object) value);
        assertThat(store().verify(under.versions()).findings())
                .singleElement()
                .isInstanceOfSatisfying(Finding.RolledBack.class, finding -> {
                    assertThat(finding.table()).isEqualTo("secret_value");
                    assertThat(finding.version()).isEqualTo(1);
                    assertThat(finding.expected()).isEqualTo(2);
                });
    }

    @Test
    void deleted_key_that_came_back_is_found() {
        byte[] wrapped = under.cell("SELECT wrapped FROM key_ring WHERE id = 1");
        store().keys().rotate();
        store().keys().retire();
        under.tamper(
                "INSERT INTO key_ring (id, purpose, created_at, wrapped, version) VALUES (1, 'data', ?, ?, 1)",
                NOW.toEpochMilli(),
                wrapped);
        assertThat(store().verify(under.versions()).findings())
                .containsExactly(new Finding.RolledBack("key_ring", "1", 1, 0));
    }

    @Test
    void every_cell_that_does_not_open_is_named() {
        put("one", 0);
        String id = utf8(under.cell("SELECT id FROM secret"));
        under.tamper("UPDATE secret_value SET created_at = created_at + 1");
        assertThat(store().verify(under.versions()).findings())
                .containsExactly(new Finding.Unreadable(
                        "secret_value", id + "/1", "secret_value/" + id + "/1.value is not what was sealed there"));
    }

    @Test
    void write_whose_record_fails_is_undone() throws Exception {
        if (!(under instanceof StoreUnderTest.OnSqlite sqlite)) {
            return;
        }
        under.close();
        try (DataDirectory data = DataDirectory.open(sqlite.path);
                Store store = Store.open(
                        data,
                        under.key,
                        (_, _) -> {
                            throw new IllegalStateException("no ledger");
                        },
                        StoreUnderTest.clock(),
                        new java.security.SecureRandom())) {
            assertThatThrownBy(() -> store.inTransaction(t -> t.secrets().put(PATH, secret("one"), 0, NOW)))
                    .hasMessage("no ledger");
            assertThat(store.<Boolean>read(t -> t.secrets().read(PATH).isPresent()))
                    .isFalse();
        }
        under.open();
    }

    @Test
    void recorder_writes_in_the_same_transaction() {
        put("one", 0);
        assertThat(under.ledger.values())
                .extracting(RowVersion::table)
                .containsExactlyInAnyOrderElementsOf(List.of("secret", "secret_value"));
    }
}
