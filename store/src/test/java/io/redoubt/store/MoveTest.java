package io.redoubt.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `store migrate`.
class MoveTest {

    @TempDir
    Path directory;

    private PostgresAddress postgres;

    @BeforeEach
    void database() {
        postgres = PostgresCluster.shared().newDatabase();
    }

    private static final SecretPath PATH = SecretPath.parse("prod/db");

    private StoreUnderTest.OnSqlite filled() {
        StoreUnderTest.OnSqlite under = new StoreUnderTest.OnSqlite(directory);
        under.store.inTransaction(t -> {
            t.secrets().put(PATH, SecretBytes.ofUtf8("one"), 0, StoreUnderTest.NOW);
            t.secrets().put(PATH, SecretBytes.ofUtf8("two"), 1, StoreUnderTest.NOW);
            t.changes()
                    .add(new Changes.New(
                            "chg_1", "block", "planned", null, StoreUnderTest.NOW, SecretBytes.ofUtf8("body")));
            t.outbox().add(entry("b"));
            t.outbox().add(entry("a"));
            t.epoch().advance(1);
            return null;
        });
        under.store.keys().rotate();
        return under;
    }

    private static Outbox.New entry(String id) {
        return new Outbox.New(id, "web-1", "evidence", StoreUnderTest.NOW, SecretBytes.ofUtf8("{}"));
    }

    private Store open(KeyFile key) {
        return Store.open(
                postgres,
                Store.Contract.REFUSED,
                key,
                VersionRecorder.none(),
                StoreUnderTest.clock(),
                new SecureRandom());
    }

    private static List<String> pending(Store store) {
        return store.read(t -> t.outbox().pending("web-1", "evidence", 10).stream()
                .map(Outbox.Entry::id)
                .toList());
    }

    @Test
    void store_moves_to_postgresql_and_back_and_is_the_same() throws Exception {
        StoreUnderTest.OnSqlite under = filled();
        String id = under.store.read(t -> t.epoch().storeId());
        under.close();
        List<CopiedTable> there;
        try (DataDirectory data = DataDirectory.open(under.path)) {
            there = Store.migrate(data, postgres);
        }
        try (Store store = open(under.key)) {
            assertThat(store.read(t -> t.secrets().read(PATH)).orElseThrow().value())
                    .isEqualTo(SecretBytes.ofUtf8("two"));
            assertThat(store.read(t -> t.epoch().storeId()).equals(id)).isTrue();
            assertThat(pending(store)).containsExactly("b", "a");
            assertThat(store.verify(under.versions()).findings()).isEmpty();
        }
        try (DataDirectory data = DataDirectory.openOrCreate(directory.resolve("back"))) {
            assertThat(Store.migrate(postgres, data)).isEqualTo(there);
            try (Store store =
                    Store.open(data, under.key, VersionRecorder.none(), StoreUnderTest.clock(), new SecureRandom())) {
                store.inTransaction(t -> {
                    t.outbox().add(entry("c"));
                    return null;
                });
                assertThat(pending(store)).containsExactly("b", "a", "c");
            }
        }
        assertThat(there)
                .filteredOn(table -> table.table().equals("secret_value"))
                .extracting(CopiedTable::rows)
                .containsExactly(2L);
    }

    @Test
    void store_that_was_moved_opens_no_more_until_the_operator_says_so() throws Exception {
        StoreUnderTest.OnSqlite under = filled();
        under.close();
        try (DataDirectory data = DataDirectory.open(under.path)) {
            Store.migrate(data, postgres);
            assertThatThrownBy(
                            () -> Store.migrate(data, PostgresCluster.shared().newDatabase()))
                    .isInstanceOf(StoreException.Refused.class);
        }
        Path moved = under.path.resolve("MOVED");
        assertThat(moved).hasContent("127.0.0.1:" + postgres.port() + "/" + postgres.database());
        assertThatThrownBy(under::open)
                .isInstanceOf(StoreException.Refused.class)
                .hasMessage("the store of " + under.path + " was moved to PostgreSQL; use that one, which " + moved
                        + " names; to go back to this one and lose what was written there since, remove that file");
        Files.delete(moved);
        under.open();
        assertThat(pending(under.store)).containsExactly("b", "a");
        under.close();
    }

    @Test
    void target_that_is_not_empty_is_refused_and_stays_as_it_is() throws Exception {
        StoreUnderTest.OnSqlite under = filled();
        under.close();
        try (Store store = open(new KeyFile(directory.resolve("other.key"), new SecureRandom()));
                DataDirectory data = DataDirectory.open(under.path)) {
            assertThatThrownBy(() -> Store.migrate(data, postgres))
                    .isInstanceOf(StoreException.Refused.class)
                    .hasMessage("the target is not empty: it has rows in store; use a new database");
            assertThat(store.<Integer>read(t -> t.secrets().list().size())).isZero();
            assertThat(under.path.resolve("MOVED")).doesNotExist();
        }
    }

    @Test
    void wrong_password_is_said_without_showing_it() throws Exception {
        var address = new PostgresAddress(
                postgres.host(),
                postgres.port(),
                postgres.database(),
                "redoubt",
                SecretBytes.ofUtf8("guess-7Qx"),
                null);
        var key = new KeyFile(directory.resolve("other.key"), new SecureRandom());
        assertThatThrownBy(() -> Store.open(
                        address,
                        Store.Contract.REFUSED,
                        key,
                        VersionRecorder.none(),
                        StoreUnderTest.clock(),
                        new SecureRandom()))
                .isInstanceOf(StoreException.Unavailable.class)
                .hasMessage("the database refuses the user or its password; check them");
        assertThat(address.toString()).doesNotContain("guess-7Qx");
        assertThat(Files.exists(key.file())).isFalse();
    }
}
