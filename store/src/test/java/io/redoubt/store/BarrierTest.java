package io.redoubt.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

/// What someone with the password of the database cannot do.
class BarrierTest extends PortContract {

    private static final SecretPath A = SecretPath.parse("prod/a");
    private static final SecretPath B = SecretPath.parse("prod/b");

    private void put(SecretPath path, String value, long expected) {
        store().inTransaction(t -> t.secrets().put(path, secret(value), expected, NOW));
    }

    private void read(SecretPath path) {
        store().read(t -> t.secrets().read(path));
    }

    private byte[] value(String id, long number) {
        return under.cell("SELECT value FROM secret_value WHERE secret_id = ? AND number = ?", id, number);
    }

    /// The ids of the two secrets, in the order in which they were written.
    private String id(int offset) {
        return utf8(under.cell("SELECT id FROM secret ORDER BY created_at, id LIMIT 1 OFFSET ?", offset));
    }

    @Test
    void swapped_cells_are_tampering() {
        put(A, "value of a", 0);
        put(B, "value of b", 0);
        byte[] one = value(id(0), 1);
        byte[] two = value(id(1), 1);
        String sql = "UPDATE secret_value SET value = ? WHERE secret_id = ?";
        under.tamper(sql, two, id(0));
        under.tamper(sql, one, id(1));
        for (SecretPath path : new SecretPath[] {A, B}) {
            assertThatThrownBy(() -> read(path))
                    .isInstanceOf(StoreException.Tampered.class)
                    .hasMessageContaining("secret_value/sec_")
                    .hasMessageContaining(".value is not what was sealed there");
        }
    }

    @Test
    void cell_of_another_column_is_tampering() {
        store().inTransaction(t ->
                t.revisions().add(new PolicyRevisions.Revision("aa", NOW, secret("kim"), secret("service: shop"))));
        under.tamper("UPDATE policy_revision SET author = document");
        assertThatThrownBy(() -> store().read(t -> t.revisions().find("aa")))
                .isInstanceOf(StoreException.Tampered.class);
    }

    @Test
    void flipped_bit_is_tampering_wherever_it_is() {
        put(A, "value", 0);
        byte[] sealed = value(id(0), 1);
        String sql = "UPDATE secret_value SET value = ?";
        for (int bit = 0; bit < sealed.length * 8; bit += 7) {
            byte[] flipped = sealed.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            under.tamper(sql, (Object) flipped);
            assertThatThrownBy(() -> read(A)).as("bit " + bit).isInstanceOf(StoreException.Tampered.class);
        }
        under.tamper(sql, (Object) sealed);
        read(A);
    }

    @Test
    void old_ciphertext_under_the_current_version_is_a_roll_back() {
        put(A, "one", 0);
        byte[] old = under.cell("SELECT path FROM secret");
        put(A, "two", 1);
        under.tamper("UPDATE secret SET path = ?", (Object) old);
        assertThatThrownBy(() -> read(A))
                .isInstanceOf(StoreException.RolledBack.class)
                .hasMessageContaining("was sealed at version 1 of its row, which claims version 2");
    }

    @Test
    void old_value_in_the_place_of_the_new_one_is_tampering() {
        put(A, "one", 0);
        put(A, "two", 1);
        under.tamper("UPDATE secret_value SET value = ? WHERE number = 2", (Object) value(id(0), 1));
        assertThatThrownBy(() -> read(A)).isInstanceOf(StoreException.Tampered.class);
    }

    @Test
    void secret_set_back_without_its_values_is_a_roll_back() {
        put(A, "one", 0);
        byte[] old = under.cell("SELECT path FROM secret");
        put(A, "two", 1);
        under.tamper("UPDATE secret SET path = ?, version = 1", (Object) old);
        assertThatThrownBy(() -> read(A))
                .isInstanceOf(StoreException.RolledBack.class)
                .hasMessageContaining("claims version 1, and that is not its newest value");
    }

    /// The census of keys would count it under a key that does not open it, and the old one would seem to be unused.
    @Test
    void row_that_claims_another_key_than_its_values_is_tampering() {
        put(A, "one", 0);
        store().keys().rotate();
        under.tamper("UPDATE secret_value SET key_id = (SELECT max(id) FROM key_ring WHERE purpose = 'data')");
        assertThatThrownBy(() -> read(A)).isInstanceOf(StoreException.Tampered.class);
    }

    @Test
    void wrong_root_key_is_said_so() throws Exception {
        put(A, "one", 0);
        under.close();
        KeyFile other = new KeyFile(directory.resolve("other.key"), new SecureRandom());
        other.create();
        assertThatThrownBy(() -> under.open(other))
                .isInstanceOf(StoreException.WrongKey.class)
                .hasMessage(other.file() + " is not the root key of this store;"
                        + " give the key that it was sealed under last, with --key-file where it is a former one"
                        + " (.before-N); a new one opens nothing");
        under.open();
        read(A);
    }

    @Test
    void data_without_its_root_key_is_an_error_and_no_new_key_is_made() throws Exception {
        under.close();
        Files.move(under.key.file(), directory.resolve("aside"));
        assertThatThrownBy(() -> under.open())
                .isInstanceOf(StoreException.KeyMissing.class)
                .hasMessageContaining("there is data, and its root key is not there");
        assertThat(under.key.file()).doesNotExist();
        Files.move(directory.resolve("aside"), under.key.file());
        under.open();
    }

    @Test
    void changed_key_ring_under_the_right_key_is_tampering_not_a_wrong_key() {
        under.close();
        byte[] wrapped = under.cell("SELECT wrapped FROM key_ring WHERE id = 1");
        under.tamper("UPDATE key_ring SET wrapped = ? WHERE id = 2", (Object) wrapped);
        assertThatThrownBy(() -> under.open()).isInstanceOf(StoreException.Tampered.class);
        byte[] check = under.cell("SELECT root_check FROM store");
        under.tamper("UPDATE key_ring SET wrapped = ? WHERE id = 2", (Object) check);
        assertThatThrownBy(() -> under.open()).isInstanceOf(StoreException.Tampered.class);
        under.tamper("DELETE FROM key_ring WHERE id = 2");
        assertThatThrownBy(() -> under.open())
                .isInstanceOf(StoreException.Tampered.class)
                .hasMessageContaining("the key ring lacks a key");
        under = backend.fresh(directory.resolve("next"));
    }
}
