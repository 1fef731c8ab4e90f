package io.redoubt.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.store.engine.Contracting;
import org.junit.jupiter.api.Test;

class PostgresMigrationTest {

    @Test
    void step_that_takes_away_needs_the_operator_and_expanding_does_not() {
        PostgresAddress address = PostgresCluster.shared().newEmptyDatabase();
        Contracting.open(address, Store.Contract.REFUSED, 1);
        assertThatThrownBy(() -> Contracting.open(address, Store.Contract.REFUSED, 2))
                .isInstanceOf(StoreException.Refused.class)
                .hasMessageContaining("takes away what older nodes need; update every node, make a backup");
        assertThat(Contracting.open(address, Store.Contract.ACKNOWLEDGED, 2)).isEqualTo("without note");
        assertThatThrownBy(() -> Contracting.open(address, Store.Contract.ACKNOWLEDGED, 0))
                .isInstanceOf(StoreException.Refused.class)
                .hasMessageMatching("the database has schema \\d+, and this redoubt knows \\d+; .*");
    }
}
