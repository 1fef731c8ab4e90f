package io.redoubt.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class EpochTest extends PortContract {

    @Test
    void epoch_rises_one_by_one() {
        assertThat(store().<Long>read(t -> t.epoch().current())).isEqualTo(1);
        assertThat(store().<Long>inTransaction(t -> t.epoch().advance(1))).isEqualTo(2);
        assertThatThrownBy(() -> store().inTransaction(t -> t.epoch().advance(1)))
                .isInstanceOf(StoreException.Conflict.class);
        String id = store().read(t -> t.epoch().storeId());
        under.reopen();
        assertThat(store().<Long>read(t -> t.epoch().current())).isEqualTo(2);
        assertThat(text(t -> t.epoch().storeId())).isEqualTo(id).hasSize(32);
    }

    @Test
    void epoch_set_behind_its_back_is_tampering() {
        under.tamper("UPDATE store SET epoch = 9");
        assertThatThrownBy(() -> store().read(t -> t.epoch().current())).isInstanceOf(StoreException.Tampered.class);
    }
}
