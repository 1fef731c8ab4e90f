package io.redoubt.store.barrier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PathIndexTest {

    private final PathIndex index = new PathIndex(new byte[32]);

    /// A format for ever: a store that was written with another could not be searched.
    @Test
    void golden_vector_stays() {
        assertThat(index.of("secret", List.of("prod", "db")))
                .isEqualTo("1q6_-EOlTwr8LSJdQh48Ow/mOVsJGiCuZtdxwCZqe7hIg");
    }

    @Test
    void path_begins_with_the_index_of_what_is_above_it() {
        assertThat(index.of("secret", List.of("prod", "db"))).startsWith(index.of("secret", List.of("prod")) + "/");
    }

    @Test
    void kind_key_and_place_of_a_segment_change_it() {
        String prod = index.of("secret", List.of("prod"));
        assertThat(index.of("posture", List.of("prod"))).isNotEqualTo(prod);
        assertThat(new PathIndex(new byte[] {1}).of("secret", List.of("prod"))).isNotEqualTo(prod);
        assertThat(index.of("secret", List.of("prod", "prod"))).doesNotEndWith(prod);
        assertThat(index.of("secret", List.of("pro", "d"))).isNotEqualTo(index.of("secret", List.of("prod", "")));
    }
}
