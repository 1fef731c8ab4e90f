package io.redoubt.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecretsTest extends PortContract {

    private static final SecretPath PATH = SecretPath.parse("prod/db/password");

    private Secrets.Version put(SecretPath path, String value, long expected) {
        return store().inTransaction(t -> t.secrets().put(path, secret(value), expected, NOW));
    }

    private Optional<String> read(SecretPath path) {
        return store().read(t ->
                t.secrets().read(path).map(version -> utf8(version.value().reveal())));
    }

    @Test
    void written_secret_is_read_after_a_restart() {
        assertThat(put(PATH, "tr0ub4dor", 0).number()).isEqualTo(1);
        under.reopen();
        assertThat(read(PATH)).contains("tr0ub4dor");
    }

    @Test
    void path_never_written_reads_as_nothing() {
        assertThat(read(PATH)).isEmpty();
    }

    @Test
    void new_value_is_a_new_version_and_the_old_one_stays() {
        put(PATH, "one", 0);
        put(PATH, "two", 1);
        assertThat(read(PATH)).contains("two");
        assertThat(found(t -> t.secrets().read(PATH, 1)))
                .map(Secrets.Version::value)
                .contains(secret("one"));
        assertThat(listed(t -> t.secrets().versions(PATH)))
                .containsExactly(new Secrets.Info(1, NOW, false), new Secrets.Info(2, NOW, false));
    }

    @Test
    void write_over_a_version_not_seen_is_a_conflict() {
        put(PATH, "one", 0);
        assertThatThrownBy(() -> put(PATH, "two", 0)).isInstanceOf(StoreException.Conflict.class);
        assertThatThrownBy(() -> put(PATH, "two", 2)).isInstanceOf(StoreException.Conflict.class);
        assertThat(read(PATH)).contains("one");
    }

    @Test
    void destroyed_value_is_gone_and_known_to_have_been() {
        put(PATH, "one", 0);
        assertThat(store().<Boolean>inTransaction(t -> t.secrets().destroy(PATH, 1, NOW)))
                .isTrue();
        assertThat(read(PATH)).isEmpty();
        assertThat(listed(t -> t.secrets().versions(PATH))).containsExactly(new Secrets.Info(1, NOW, true));
        assertThat(store().<Boolean>inTransaction(t -> t.secrets().destroy(PATH, 1, NOW)))
                .isFalse();
        assertThat(put(PATH, "two", 1).number()).isEqualTo(2);
    }

    @Test
    void deleted_path_is_forgotten_and_begins_anew() {
        put(PATH, "one", 0);
        assertThat(store().<Boolean>inTransaction(t -> t.secrets().delete(PATH)))
                .isTrue();
        assertThat(store().<Boolean>inTransaction(t -> t.secrets().delete(PATH)))
                .isFalse();
        assertThat(listed(t -> t.secrets().list())).isEmpty();
        assertThat(put(PATH, "again", 0).number()).isEqualTo(1);
    }

    @Test
    void list_below_a_path_holds_what_is_below_it_only() {
        for (String path :
                new String[] {"prod", "prod/db", "prod/db/password", "prod/db-2", "production/db", "test/db"}) {
            put(SecretPath.parse(path), "x", 0);
        }
        assertThat(listed(t -> t.secrets().list(SecretPath.parse("prod"))))
                .extracting(SecretPath::toString)
                .containsExactly("prod/db", "prod/db-2", "prod/db/password");
        assertThat(listed(t -> t.secrets().list())).hasSize(6);
    }

    @Test
    void equal_segments_under_different_paths_have_nothing_in_common_in_the_index() {
        put(SecretPath.parse("prod/db"), "x", 0);
        put(SecretPath.parse("test/db"), "x", 0);
        String sql = "SELECT path_index FROM secret ORDER BY path_index LIMIT 1 OFFSET ?";
        String one = utf8(under.cell(sql, 0));
        String two = utf8(under.cell(sql, 1));
        assertThat(one.substring(one.indexOf('/'))).isNotEqualTo(two.substring(two.indexOf('/')));
        assertThat(one.substring(0, one.indexOf('/'))).isNotEqualTo(two.substring(0, two.indexOf('/')));
    }

    @Test
    void work_that_throws_is_undone() {
        assertThatThrownBy(() -> store().inTransaction(t -> {
                    t.secrets().put(PATH, secret("one"), 0, NOW);
                    throw new IllegalStateException("changed my mind");
                }))
                .hasMessage("changed my mind");
        assertThat(read(PATH)).isEmpty();
    }

    @Test
    void empty_and_large_values_come_back_whole() {
        String large = "x".repeat(1 << 20);
        put(PATH, "", 0);
        assertThat(read(PATH)).contains("");
        put(PATH, large, 1);
        assertThat(read(PATH)).contains(large);
    }

    @Test
    void reading_transaction_cannot_write() {
        assertThatThrownBy(() -> store().read(t -> t.secrets().put(PATH, secret("x"), 0, NOW)))
                .isInstanceOf(StoreException.Unavailable.class)
                .hasMessageContaining("read-only");
    }
}
