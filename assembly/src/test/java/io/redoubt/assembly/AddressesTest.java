package io.redoubt.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.policy.ProblemException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://shop:hunter2@db/shop",
                "postgresql://shop:hun/ter2@db/shop",
                "postgresql://shop:hun ter2@db/shop",
                "postgresql://shop@db/shop?password=hunter2",
                "https://hunter2@shop.example.com"
            })
    void address_with_a_credential_is_not_repeated(String text) {
        assertThatThrownBy(() -> Addresses.parse(List.of(text)))
                .isInstanceOf(ProblemException.class)
                .hasMessage("a URL holds a credential; leave it out: none is needed to look");
    }

    @Test
    void database_with_a_user_is_taken() {
        assertThat(Addresses.parse(List.of("postgresql://shop@db:5433/shop")).databases())
                .extracting(database -> database.name())
                .containsExactly("db:5433/shop");
    }
}
