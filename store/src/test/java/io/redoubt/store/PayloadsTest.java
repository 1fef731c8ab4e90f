package io.redoubt.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PayloadsTest extends PortContract {

    private void save(String commitment, String opening) {
        store().inTransaction(t -> {
            t.payloads().save(commitment, NOW, secret(opening));
            return null;
        });
    }

    private boolean erase(String commitment) {
        return store().<Boolean>inTransaction(t -> t.payloads().erase(commitment));
    }

    @Test
    void opening_is_found_until_it_is_erased() {
        save("one", "kim@example.com");
        save("two", "203.0.113.9");
        under.reopen();
        assertThat(found(t -> t.payloads().find("one"))).contains(secret("kim@example.com"));
        assertThat(found(t -> t.payloads().find("three"))).isEmpty();
        assertThat(erase("one")).isTrue();
        assertThat(erase("one")).isFalse();
        assertThat(found(t -> t.payloads().find("one"))).isEmpty();
        assertThat(found(t -> t.payloads().find("two"))).contains(secret("203.0.113.9"));
    }

    @Test
    void commitment_opens_to_one_thing() {
        save("one", "kim@example.com");
        assertThatThrownBy(() -> save("one", "another")).isInstanceOf(StoreException.Conflict.class);
        assertThat(found(t -> t.payloads().find("one"))).contains(secret("kim@example.com"));
    }

    @Test
    void opening_under_another_commitment_is_tampering_and_can_be_erased() {
        save("one", "kim@example.com");
        under.tamper("UPDATE payload SET commitment = 'two'");
        assertThatThrownBy(() -> found(t -> t.payloads().find("two"))).isInstanceOf(StoreException.Tampered.class);
        assertThat(erase("two")).isTrue();
    }

    @Test
    void commitment_is_short_ascii() {
        save("c".repeat(128), "longest");
        for (String wrong : new String[] {"", "c".repeat(129), "é"}) {
            assertThatThrownBy(() -> save(wrong, "x")).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
