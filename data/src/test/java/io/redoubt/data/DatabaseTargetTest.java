package io.redoubt.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.policy.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseTargetTest {

    @Test
    void url_with_everything_is_read() {
        assertThat(DatabaseTarget.parse("postgresql://shop:hunter2@db.example.com:6432/orders?sslmode=require"))
                .isEqualTo(new DatabaseTarget("db.example.com", 6432, "shop", "orders"));
    }

    @Test
    void what_is_left_out_is_as_libpq_has_it() {
        assertThat(DatabaseTarget.parse("jdbc:postgresql://[2001:db8::5]"))
                .isEqualTo(new DatabaseTarget("2001:db8::5", 5432, "postgres", "postgres"));
        assertThat(DatabaseTarget.parse("postgres://shop@db/"))
                .isEqualTo(new DatabaseTarget("db", 5432, "shop", "shop"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mysql://shop:hunter2@db/shop",
                "postgresql://shop:hunter2@one,two/shop",
                "postgresql://shop:hunter2 @db/shop",
                "postgresql:///shop?host=hunter2"
            })
    void url_that_cannot_be_asked_is_refused_without_being_quoted(String url) {
        assertThatThrownBy(() -> DatabaseTarget.parse(url))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("its URL names no PostgreSQL server")
                .hasMessageNotContaining("hunter2");
    }
}
