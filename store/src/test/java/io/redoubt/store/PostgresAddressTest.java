package io.redoubt.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.policy.ProblemException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresAddressTest {

    @Test
    void url_says_all_of_it() {
        Path roots = Path.of("/etc/roots.pem");
        assertThat(PostgresAddress.parse("postgresql://red%40oubt:p%3Aa%2Fs:s@db.example.com:5433/store", roots))
                .isEqualTo(new PostgresAddress(
                        "db.example.com", 5433, "store", "red@oubt", SecretBytes.ofUtf8("p:a/s:s"), roots));
        assertThat(PostgresAddress.parse("postgres://redoubt@[2001:db8::1]/store", null))
                .isEqualTo(new PostgresAddress("2001:db8::1", 5432, "store", "redoubt", SecretBytes.ofUtf8(""), null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://redoubt:canary7Qx@db.example.com/store",
                "postgresql://db.example.com/store?password=canary7Qx",
                "postgresql://redoubt:canary7Qx@db.example.com",
                "postgresql://redoubt:canary7Qx@db.example.com/",
                "postgresql://redoubt:canary7Qx@db.example.com/store?sslmode=disable",
                "postgresql://redoubt:canary7Qx@one,two/store",
                "postgresql://redoubt:canary7Qx@db.example.com:99999/store",
                "postgresql://:canary7Qx@db.example.com/store",
                "postgresql://redoubt:canary7Qx %%@db.example.com/store"
            })
    void url_that_is_none_is_refused_without_showing_it(String url) {
        assertThatThrownBy(() -> PostgresAddress.parse(url, null))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("the URL of the store")
                .message()
                .doesNotContain("canary7Qx");
    }

    @Test
    void text_shows_neither_user_nor_password() {
        assertThat(PostgresAddress.parse("postgresql://kim:canary7Qx@db.example.com/store", null))
                .hasToString("db.example.com:5432/store");
    }
}
