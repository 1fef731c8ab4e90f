package io.redoubt.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.store.Keys.KeyStatus;
import io.redoubt.testkit.ChildJvm;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class KeyRotationTest extends PortContract {

    private static final int KILLS = 4;

    private void put(int number) {
        store().inTransaction(t -> t.secrets().put(ChildMain.path(number), secret("value of " + number), 0, NOW));
    }

    private long rowsUnder(int key) {
        return store().keys().status().stream()
                .filter(status -> status.id() == key)
                .mapToLong(KeyStatus::rows)
                .sum();
    }

    private void reencryptAll() {
        while (store().keys().reencrypt(7) > 0) {
            // As often as it takes.
        }
    }

    @Test
    void rotation_re_encryption_and_retirement_leave_one_key_and_every_value() {
        for (int i = 0; i < 10; i++) {
            put(i);
        }
        assertThat(store().keys().status()).containsExactly(new KeyStatus(1, NOW, true, 20));
        int next = store().keys().rotate();
        put(10);
        assertThat(store().keys().status())
                .containsExactly(new KeyStatus(1, NOW, false, 20), new KeyStatus(next, NOW, true, 2));
        reencryptAll();
        assertThat(rowsUnder(1)).isZero();
        assertThat(store().keys().retire()).containsExactly(1);
        under.reopen();
        assertThat(store().keys().status()).containsExactly(new KeyStatus(next, NOW, true, 22));
        for (int i = 0; i <= 10; i++) {
            int number = i;
            assertThat(found(t -> t.secrets().read(ChildMain.path(number)))).isPresent();
        }
        assertThat(store().verify(under.versions()).findings()).isEmpty();
    }

    @Test
    void key_that_rows_are_sealed_under_is_not_retired() {
        put(1);
        store().keys().rotate();
        assertThatThrownBy(() -> store().keys().retire())
                .isInstanceOf(StoreException.Conflict.class)
                .hasMessage("2 rows are still sealed under key 1; re-encrypt first");
        assertThatThrownBy(() -> under.tamper("DELETE FROM key_ring WHERE id = 1"))
                .hasMessageMatching("(?is).*foreign key.*");
    }

    @Test
    void re_encryption_changes_no_version() {
        put(1);
        store().keys().rotate();
        reencryptAll();
        assertThat(store().verify(under.versions()).findings()).isEmpty();
        assertThat(found(t -> t.secrets().read(ChildMain.path(1))).orElseThrow().number())
                .isEqualTo(1);
    }

    @Test
    void another_root_key_opens_the_store_and_the_old_one_no_more() {
        put(1);
        KeyFile next = new KeyFile(directory.resolve("next.key"), new SecureRandom());
        store().keys().rewrap(next.create(), _ -> {});
        put(2);
        store().keys().rotate();
        put(3);
        under.close();
        assertThatThrownBy(() -> under.open()).isInstanceOf(StoreException.WrongKey.class);
        under.open(next);
        for (int i = 1; i <= 3; i++) {
            int number = i;
            assertThat(found(t -> t.secrets().read(ChildMain.path(number)))).isPresent();
        }
    }

    @Test
    void node_that_has_not_heard_of_a_rotation_seals_under_the_new_key_and_reads_it() {
        if (!(under instanceof StoreUnderTest.OnPostgres postgres)) {
            return;
        }
        try (Store other = postgres.another(under.key)) {
            put(1);
            int next = store().keys().rotate();
            other.inTransaction(t -> t.secrets().put(ChildMain.path(2), secret("value of 2"), 0, NOW));
            assertThat(rowsUnder(next)).isEqualTo(2);
            reencryptAll();
            store().keys().retire();
            assertThat(other.<Boolean>read(
                            t -> t.secrets().read(ChildMain.path(1)).isPresent()))
                    .isTrue();
        }
    }

    @Test
    void re_encryption_comes_to_its_end_against_writers_who_leave_no_row_alone() throws Exception {
        int secrets = 200;
        for (int i = 0; i < secrets; i++) {
            put(i);
        }
        AtomicBoolean done = new AtomicBoolean();
        AtomicReference<RuntimeException> failure = new AtomicReference<>();
        List<Thread> writers = IntStream.range(0, 3)
                .mapToObj(_ -> Thread.ofPlatform().start(() -> {
                    try {
                        for (int i = 0; !done.get(); i++) {
                            SecretPath path = ChildMain.path(i % secrets);
                            store().inTransaction(t -> {
                                long last = t.secrets().read(path).orElseThrow().number();
                                return t.secrets().put(path, secret("another"), last, NOW);
                            });
                        }
                    } catch (RuntimeException e) {
                        failure.set(e);
                    }
                }))
                .toList();
        try {
            for (int rotation = 0; rotation < 5; rotation++) {
                store().keys().rotate();
                while (store().keys().reencrypt(secrets) > 0) {
                    assertThat(failure).hasValue(null);
                }
                store().keys().retire();
            }
        } finally {
            done.set(true);
            for (Thread writer : writers) {
                writer.join();
            }
        }
        assertThat(failure).hasValue(null);
    }

    @Test
    void re_encryption_that_is_killed_goes_on_and_no_read_fails() throws Exception {
        for (int from = 0; from < ChildMain.SECRETS; from += 500) {
            int first = from;
            store().inTransaction(t -> {
                for (int i = first; i < first + 500; i++) {
                    t.secrets().put(ChildMain.path(i), secret("value of " + i), 0, NOW);
                }
                return null;
            });
        }
        store().keys().rotate();
        AtomicBoolean done = new AtomicBoolean();
        AtomicReference<RuntimeException> failure = new AtomicReference<>();
        // SQLite belongs to one process at a time, so there the child alone is the load.
        boolean shared = under instanceof StoreUnderTest.OnPostgres;
        Thread load = Thread.ofPlatform().unstarted(() -> {
            try {
                for (int i = ChildMain.SECRETS; !done.get(); i++) {
                    ChildMain.readOne(store());
                    put(i);
                }
            } catch (RuntimeException e) {
                failure.set(e);
            }
        });
        if (shared) {
            load.start();
        } else {
            under.close();
        }
        Said said = new Said();
        for (int kill = 0; kill < KILLS; kill++) {
            try (ChildJvm child = start()) {
                for (int batches = said.batches + 5; said.batches < batches; ) {
                    String line = child.line();
                    assertThat(line).as(child::errors).isNotNull();
                    said.hear(line);
                }
                child.kill();
                // What it said before it died, and the test had not yet read.
                child.lines().forEach(said::hear);
            }
        }
        try (ChildJvm child = start()) {
            child.lines().forEach(said::hear);
            assertThat(child.end()).as(child.errors()).isZero();
        }
        done.set(true);
        load.join();
        assertThat(failure).hasValue(null);
        if (!shared) {
            under.open();
        }
        // A batch may be done and not be said any more; a secret that is written to again is under the new key by that.
        assertThat(said.rows)
                .isBetween(2 * ChildMain.SECRETS - KILLS * 200 - ChildMain.RELOADED, 2 * ChildMain.SECRETS);
        assertThat(said.writes).isPositive();
        assertThat(versions() - ChildMain.RELOADED).isBetween(said.writes, said.writes + KILLS);
        assertThat(rowsUnder(1)).isZero();
        assertThat(store().keys().retire()).containsExactly(1);
        Verification verification = store().verify(under.versions());
        assertThat(verification.findings()).isEmpty();
        assertThat(verification.rows()).isGreaterThan(2L * ChildMain.SECRETS);
    }

    /// What the children said.
    private static final class Said {
        private int batches;
        private int rows;
        private int writes;

        void hear(String line) {
            if (ChildMain.WROTE.equals(line)) {
                writes++;
            } else {
                batches++;
                rows += Integer.parseInt(line);
            }
        }
    }

    /// Of all secrets that the children write to.
    private int versions() {
        return IntStream.range(0, ChildMain.RELOADED)
                .map(number -> listed(t -> t.secrets().versions(ChildMain.path(number)))
                        .size())
                .sum();
    }

    private ChildJvm start() throws Exception {
        return under instanceof StoreUnderTest.OnPostgres postgres
                ? ChildJvm.start(
                        ChildMain.Reencrypt.class,
                        under.key.file(),
                        postgres.address.port(),
                        postgres.address.database(),
                        utf8(postgres.address.password().reveal()))
                : ChildJvm.start(ChildMain.Reencrypt.class, under.key.file(), ((StoreUnderTest.OnSqlite) under).path);
    }
}
