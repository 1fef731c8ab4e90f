package io.redoubt.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CatalogueTest {

    private static final Control<?> VERSION = TextControl.of("tls.minimum-version", _ -> "good");
    private static final Control<?> HSTS = TextControl.of("tls.hsts", _ -> "good");
    private static final Control<?> AT_REST = TextControl.of("data.at-rest", _ -> "good");

    private final Catalogue catalogue = new Catalogue(List.of(List.of(VERSION, HSTS), List.of(AT_REST)));

    @Test
    void tables_are_kept_in_their_order() {
        assertThat(catalogue.controls()).containsExactly(VERSION, HSTS, AT_REST);
        assertThat(catalogue.only(Set.of("data", "tls"))).containsExactly(VERSION, HSTS, AT_REST);
        assertThat(catalogue.only(Set.of("data"))).containsExactly(AT_REST);
    }

    @Test
    void id_that_two_controls_claim_is_refused_with_both() {
        assertThatThrownBy(() -> new Catalogue(List.of(List.of(HSTS), List.of(TextControl.of("tls.hsts", _ -> "bad")))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "two controls are tls.hsts: io.redoubt.control.TextControl and io.redoubt.control.TextControl");
    }

    @Test
    void control_is_found_by_its_id() {
        assertThat(catalogue.find(new ControlId("tls.hsts"))).containsSame(HSTS);
        assertThat(catalogue.find(new ControlId("tls.other"))).isEmpty();
    }
}
