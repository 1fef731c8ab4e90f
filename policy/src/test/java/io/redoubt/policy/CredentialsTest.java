package io.redoubt.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://shop:hunter2@db/shop",
                "postgresql://shop:hun/ter2@db/shop",
                "postgresql://shop:hun?ter2@db/shop",
                "postgresql://shop:hun ter2@db/shop",
                "https://ghp_hunter2@github.com/acme/shop",
                "see https://a.example.com and https://u:hunter2@b.example.com",
                "postgresql://db/shop?password=hunter2",
                "postgresql://db/shop?user=shop&p%61ssword=hunter2",
                "jdbc:sqlserver://db:1433;databaseName=shop;password=hunter2",
                "https://example.com/hook?auth_token=hunter2",
                "https://example.com/cb#access-token=hunter2",
                "https://store.example.com/c?sp=r&sig=hunter2",
                "https://h/?a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1"
                        + "&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1"
                        + "&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&token=x"
            })
    void credential_in_a_url_is_found(String text) {
        assertThat(Credentials.within(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://shop.example.com",
                "https://[2001:db8::1]:8443/@scope",
                "https://shop.example.com:8443/people/@kim",
                "postgresql://shop@db:5432/shop?sslmode=verify-full&sslkey=/etc/key.pem",
                "mail kim@example.com about https://shop.example.com",
                "password=of-no-url"
            })
    void url_without_a_credential_is_left_alone(String text) {
        assertThat(Credentials.within(text)).isFalse();
    }

    @Test
    void credential_in_a_key_is_a_problem_that_does_not_repeat_it() {
        Node.Mapping root = Yaml.read("redoubt.yaml", bytes("tls: { 'postgresql://shop:hunter2@db/shop': x }"));
        assertThat(Credentials.in(root))
                .singleElement()
                .asString()
                .isEqualTo("redoubt.yaml:1:8 tls.'…': a credential"
                        + " is written in this URL; take it from { env: NAME } or { file: PATH }");
    }

    @Test
    void credential_in_a_key_that_is_there_twice_is_not_repeated() {
        assertThatThrownBy(() -> Yaml.read("redoubt.yaml", bytes("'db://u:hunter2@h': 1\n'db://u:hunter2@h': 2\n")))
                .isInstanceOf(ProblemException.class)
                .hasMessage("redoubt.yaml:2:1 '…' is here twice; keep one of the two");
    }

    @Test
    void value_of_a_reference_is_not_quoted_by_the_mend() {
        References pin = new References() {
            @Override
            public Optional<String> environment(String variable) {
                return Optional.of("271828");
            }

            @Override
            public String file(String path) throws IOException {
                throw new IOException("none");
            }
        };
        Reader in = new Reader(pin);
        Origin root = Origin.root(Yaml.read("redoubt.yaml", bytes("every: { env: PIN }\nport: { env: PIN }")));
        Durations.TYPE.read(root.key("every"), in);
        Ports.TYPE.read(root.key("port"), in);
        assertThat(in.problems())
                .extracting(Problem::toString)
                .isEqualTo(List.of(
                        "redoubt.yaml:1:8 every: the value of environment variable PIN is not a duration;"
                                + " use one such as 30d",
                        "redoubt.yaml:2:7 port: the value of environment variable PIN names no protocol;"
                                + " use one such as 443/tcp"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
