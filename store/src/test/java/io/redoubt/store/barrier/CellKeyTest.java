package io.redoubt.store.barrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CellKeyTest {

    private static final byte[] VALUE = "value".getBytes(StandardCharsets.UTF_8);

    private final CellKey key = CellKey.of(3, new byte[32]);
    private static final Map<String, String> CLEAR = Map.of("created_at", "1");

    private final Cell cell = cell("secret", "path", CLEAR, "a");

    private static Cell cell(String table, String column, Map<String, String> clear, String... key) {
        return new Cell(table, List.of(key), column, Neighbours.of(new TreeMap<>(clear)));
    }

    @Test
    void sealed_value_opens_in_its_own_cell_only() {
        byte[] sealed = key.seal(cell, 5, VALUE);
        assertThat(key.open(cell, 5, sealed)).isEqualTo(VALUE);
        for (Cell other : List.of(
                cell("secret2", "path", CLEAR, "a"),
                cell("secret", "path2", CLEAR, "a"),
                cell("secret", "path", CLEAR, "b"),
                cell("secret", "path", CLEAR, "a", ""),
                cell("secret", "path", Map.of("created_at", "2"), "a"),
                cell("secret", "path", Map.of("created", "at1"), "a"),
                cell("secret", "path", Map.of(), "a"))) {
            assertThatThrownBy(() -> key.open(other, 5, sealed))
                    .as(other.toString())
                    .isInstanceOf(StoreException.Tampered.class);
        }
    }

    @Test
    void parts_that_join_to_the_same_text_are_different_cells() {
        byte[] sealed = key.seal(cell("t", "c", Map.of(), "ab", "c"), 1, VALUE);
        assertThatThrownBy(() -> key.open(cell("t", "c", Map.of(), "a", "bc"), 1, sealed))
                .isInstanceOf(StoreException.Tampered.class);
    }

    @Test
    void other_version_is_a_roll_back_in_both_directions() {
        byte[] sealed = key.seal(cell, 5, VALUE);
        for (long version : new long[] {4, 6}) {
            assertThatThrownBy(() -> key.open(cell, version, sealed)).isInstanceOf(StoreException.RolledBack.class);
        }
    }

    @Test
    void version_written_into_the_header_does_not_help() {
        byte[] sealed = key.seal(cell, 5, VALUE);
        sealed[Sealed.HEADER - 1] = 6;
        assertThatThrownBy(() -> key.open(cell, 6, sealed)).isInstanceOf(StoreException.Tampered.class);
    }

    @Test
    void same_value_sealed_twice_differs() {
        assertThat(key.seal(cell, 5, VALUE)).isNotEqualTo(key.seal(cell, 5, VALUE));
    }

    @Property
    void whatever_was_sealed_comes_back(@ForAll byte[] value, @ForAll @IntRange(min = 1) int version) {
        assertThat(key.open(cell, version, key.seal(cell, version, value))).isEqualTo(value);
    }

    @Property
    void whatever_else_is_there_is_tampering_and_nothing_worse(@ForAll @Size(max = 200) byte[] stored) {
        assertThatThrownBy(() -> key.open(cell, 1, stored)).isInstanceOf(StoreException.Tampered.class);
    }

    @Property
    void sealed_value_with_a_byte_changed_is_never_accepted(@ForAll @IntRange(max = 76) int at, @ForAll byte change) {
        byte[] sealed = key.seal(cell, 5, VALUE);
        sealed[at % sealed.length] ^= change == 0 ? 1 : change;
        assertThatThrownBy(() -> key.open(cell, 5, sealed))
                .isInstanceOfAny(StoreException.Tampered.class, StoreException.RolledBack.class);
    }

    @Property
    void sealed_value_cut_anywhere_is_never_accepted(@ForAll @IntRange(max = 76) int length) {
        byte[] sealed = key.seal(cell, 5, VALUE);
        byte[] cut = java.util.Arrays.copyOf(sealed, length % sealed.length);
        assertThatThrownBy(() -> key.open(cell, 5, cut)).isInstanceOf(StoreException.Tampered.class);
    }

    @Property
    void parsed_bytes_are_written_back_the_same(@ForAll @Size(max = 200) byte[] bytes) {
        Sealed.parse(bytes)
                .map(parsed -> Sealed.toBytes(parsed.keyId(), parsed.version(), parsed.ciphertext()))
                .ifPresent(written -> assertThat(written).isEqualTo(bytes));
    }
}
