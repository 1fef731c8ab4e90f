package io.redoubt.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.testkit.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
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
        List<Long> copied = new ArrayList<>();
        try (DataDirectory data = DataDirectory.open(under.path)) {
            there = Store.migrate(data, postgres, copied::add);
        }
        assertThat(copied.stream().mapToLong(Long::longValue).sum())
                .isEqualTo(there.stream().mapToLong(CopiedTable::rows).sum());
        try (Store _ = open(under.key)) {
            assertThat(under.path.resolve("MOVED")).exists();
        }
        try (Store store = open(under.key)) {
            assertThat(store.read(t -> t.secrets().read(PATH)).orElseThrow().value())
                    .isEqualTo(SecretBytes.ofUtf8("two"));
            assertThat(store.read(t -> t.epoch().storeId()).equals(id)).isTrue();
            assertThat(pending(store)).containsExactly("b", "a");
            assertThat(store.verify(under.versions()).findings()).isEmpty();
        }
        try (DataDirectory data = DataDirectory.openOrCreate(directory.resolve("back"))) {
            assertThat(Store.migrate(postgres, data, "web-1:/srv", _ -> {})).isEqualTo(there);
            assertThat(data.path().resolve("MOVED")).doesNotExist();
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
            Store.migrate(data, postgres, _ -> {});
            assertThatThrownBy(
                            () -> Store.migrate(data, PostgresCluster.shared().newDatabase(), _ -> {}))
                    .isInstanceOf(StoreException.Refused.class);
        }
        Path moved = under.path.resolve("MOVED");
        assertThat(moved).hasContent("127.0.0.1:" + postgres.port() + "/" + postgres.database());
        assertThatThrownBy(under::open)
                .isInstanceOf(StoreException.Refused.class)
                .hasMessage("the store of " + under.path + " is in PostgreSQL; declare it under `store` in the policy, "
                        + moved + " names it; or bring it back by `redoubt store migrate --to embedded`; to use one"
                        + " that was left here and lose what was written since, remove that file");
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
            assertThatThrownBy(() -> Store.migrate(data, postgres, _ -> {}))
                    .isInstanceOf(StoreException.Refused.class)
                    .hasMessage("the target is not empty; use a new database; or put aside what is there, as of a"
                            + " restore that was killed:"
                            + " ALTER SCHEMA redoubt RENAME TO redoubt_old");
            assertThat(store.<Integer>read(t -> t.secrets().list().size())).isZero();
            assertThat(under.path.resolve("MOVED")).doesNotExist();
        }
    }

    private Store join(DataDirectory data, KeyFile key) {
        return Store.open(data, postgres, key, VersionRecorder.none(), StoreUnderTest.clock(), new SecureRandom());
    }

    @Test
    void directory_with_a_store_that_was_not_moved_does_not_join() {
        StoreUnderTest.OnSqlite under = filled();
        under.close();
        try (DataDirectory data = DataDirectory.open(under.path)) {
            assertThatThrownBy(() -> join(data, under.key))
                    .isInstanceOf(StoreException.Refused.class)
                    .hasMessage("the policy says that the store is in PostgreSQL, and " + under.path
                            + " holds one that was not moved; take it there by `redoubt store migrate --to postgresql`,"
                            + " or take `store` out of the policy");
            assertThatThrownBy(() -> Store.migrate(postgres, data, "web-1", _ -> {}))
                    .isInstanceOf(StoreException.Refused.class);
            Store.migrate(data, postgres, _ -> {});
            join(data, under.key).close();
        }
    }

    @Test
    void node_that_joined_says_so_in_its_directory() {
        KeyFile key = new KeyFile(directory.resolve("root.key"), new SecureRandom());
        try (DataDirectory data = DataDirectory.openOrCreate(directory.resolve("shop"))) {
            join(data, key).close();
            assertThatThrownBy(() ->
                            Store.open(data, key, VersionRecorder.none(), StoreUnderTest.clock(), new SecureRandom()))
                    .isInstanceOf(StoreException.Refused.class)
                    .hasMessageContaining("is in PostgreSQL");
        }
    }

    @Test
    void postgresql_that_was_left_takes_no_write_and_says_where_the_store_is() throws Exception {
        StoreUnderTest.OnSqlite under = filled();
        under.close();
        try (DataDirectory data = DataDirectory.open(under.path)) {
            Store.migrate(data, postgres, _ -> {});
            try (Store running = open(under.key)) {
                running.inTransaction(t -> t.secrets().put(PATH, SecretBytes.ofUtf8("three"), 2, StoreUnderTest.NOW));
                Store.migrate(postgres, data, "web-1's /srv", _ -> {});
                assertThatThrownBy(() -> running.inTransaction(
                                t -> t.secrets().put(PATH, SecretBytes.ofUtf8("four"), 3, StoreUnderTest.NOW)))
                        .isInstanceOf(StoreException.Refused.class)
                        .hasMessageStartingWith("the store in PostgreSQL was moved to web-1's /srv; use it there");
            }
            assertThat(under.path.resolve("store.db.left-1")).exists();
        }
        assertThatThrownBy(() -> open(under.key))
                .isInstanceOf(StoreException.Refused.class)
                .hasMessage("the store in PostgreSQL (127.0.0.1:" + postgres.port() + "/" + postgres.database()
                        + ") was moved to web-1's /srv; use it there, without `store` in the policy; to go back to this"
                        + " one and lose what was written there since: DROP FUNCTION redoubt.moved() CASCADE");
        under.open();
        assertThat(under.store.read(t -> t.secrets().read(PATH)).orElseThrow().value())
                .isEqualTo(SecretBytes.ofUtf8("three"));
        under.close();
        try (Connection connection = PostgresCluster.shared().connect(postgres.database());
                Statement statement = connection.createStatement()) {
            statement.execute("DROP FUNCTION redoubt.moved() CASCADE");
        }
        try (Store back = open(under.key)) {
            back.inTransaction(t -> t.secrets().put(PATH, SecretBytes.ofUtf8("four"), 3, StoreUnderTest.NOW));
        }
    }

    /// As when the process ended between the commit in one place and the mark in the other.
    @Test
    void move_that_ended_before_its_mark_is_finished_by_the_same_call() throws Exception {
        StoreUnderTest.OnSqlite under = filled();
        under.close();
        Path moved = under.path.resolve("MOVED");
        try (DataDirectory data = DataDirectory.open(under.path)) {
            List<CopiedTable> first = Store.migrate(data, postgres, _ -> {});
            Files.delete(moved);
            assertThat(Store.migrate(data, postgres, _ -> {})).isEqualTo(first);
            assertThat(moved).exists();

            Store.migrate(postgres, data, "web-1", _ -> {});
            assertThat(moved).doesNotExist();
            Files.writeString(moved, "as before");
            assertThat(Store.migrate(postgres, data, "web-1", _ -> {})).isEqualTo(first);
            assertThat(moved).doesNotExist();
            assertThatThrownBy(() -> Store.migrate(postgres, data, "web-1", _ -> {}))
                    .isInstanceOf(StoreException.Refused.class)
                    .hasMessageContaining("was moved to web-1");
        }
    }

    @Test
    void left_postgresql_is_not_taken_for_another_copy() throws Exception {
        StoreUnderTest.OnSqlite under = filled();
        under.close();
        try (DataDirectory data = DataDirectory.open(under.path)) {
            Store.migrate(data, postgres, _ -> {});
            Store.migrate(postgres, data, "web-1", _ -> {});
        }
        under.open();
        under.store.inTransaction(t -> t.secrets().put(PATH, SecretBytes.ofUtf8("three"), 2, StoreUnderTest.NOW));
        under.close();
        try (DataDirectory data = DataDirectory.open(under.path)) {
            Files.writeString(under.path.resolve("MOVED"), "as before");
            assertThatThrownBy(() -> Store.migrate(postgres, data, "web-1", _ -> {}))
                    .isInstanceOf(StoreException.Refused.class);
            assertThat(under.path.resolve("MOVED")).exists();
        }
    }

    @Test
    void kill_in_the_midst_leaves_the_source_in_charge() throws Exception {
        StoreUnderTest.OnSqlite under = filled();
        for (int batch = 0; batch < 4; batch++) {
            int from = batch * 500;
            under.store.inTransaction(t -> {
                for (int i = from; i < from + 500; i++) {
                    t.secrets().put(SecretPath.parse("many/" + i), SecretBytes.ofUtf8("v" + i), 0, StoreUnderTest.NOW);
                }
                return null;
            });
        }
        under.close();
        for (int line = 1; line <= 6; line += 2) {
            killAt(line, ChildMain.ToPostgresql.class, under);
            assertThat(under.path.resolve("MOVED")).doesNotExist();
            under.open();
            assertThat(pending(under.store)).containsExactly("b", "a");
            under.close();
        }
        List<CopiedTable> there;
        try (DataDirectory data = DataDirectory.open(under.path)) {
            there = Store.migrate(data, postgres, _ -> {});
        }
        for (int line = 1; line <= 6; line += 2) {
            killAt(line, ChildMain.ToDirectory.class, under);
            assertThat(under.path.resolve("MOVED")).exists();
            try (Store store = open(under.key)) {
                assertThat(pending(store)).containsExactly("b", "a");
            }
        }
        try (DataDirectory data = DataDirectory.open(under.path)) {
            assertThat(Store.migrate(postgres, data, "web-1", _ -> {})).isEqualTo(there);
            assertThat(data.path().resolve("store.db.arriving")).doesNotExist();
        }
    }

    private void killAt(int line, Class<?> main, StoreUnderTest.OnSqlite under) throws Exception {
        ChildJvm child =
                ChildJvm.start(main, under.path.toString(), Integer.toString(postgres.port()), postgres.database());
        for (int i = 0; i < line; i++) {
            assertThat(child.line()).as("progress").isNotNull();
            if (i < line - 1) {
                child.goOn();
            }
        }
        child.kill();
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
                .hasMessage("the database refuses the login to " + address
                        + " (28P01); check user and password of the URL, and pg_hba.conf");
        assertThat(address.toString()).doesNotContain("guess-7Qx");
        assertThat(Files.exists(key.file())).isFalse();
    }
}
