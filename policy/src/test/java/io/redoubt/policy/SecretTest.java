package io.redoubt.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretTest {

    private static final References REFERENCES = new References() {
        @Override
        public Optional<String> environment(String variable) {
            return variable.equals("TOKEN") ? Optional.of("hunter2") : Optional.empty();
        }

        @Override
        public String file(String path) throws IOException {
            throw new IOException("no such file");
        }
    };

    @Test
    void secret_shows_nothing_and_reveals_itself_only_when_asked() {
        Secret secret = new Secret("hunter2");
        assertThat(secret)
                .hasToString("(secret)")
                .isEqualTo(new Secret("hunter2"))
                .isNotEqualTo(new Secret("hunter3"));
        assertThat(secret.hashCode()).isEqualTo(new Secret("other").hashCode());
        assertThat(secret.reveal()).isEqualTo("hunter2");
    }

    @Test
    void reference_that_leads_nowhere_names_itself() {
        assertThat(new Confidential.Environment("TOKEN").resolve(REFERENCES)).isEqualTo(new Secret("hunter2"));
        assertThatThrownBy(() -> new Confidential.Environment("OTHER").resolve(REFERENCES))
                .hasMessage("environment variable OTHER is not set; set it");
        assertThatThrownBy(() -> new Confidential.File("x").resolve(REFERENCES))
                .hasMessage("file x: no such file; create it, or correct the path");
        assertThatThrownBy(() -> new Confidential.Stored("prod/x").resolve(REFERENCES))
                .hasMessage("secret prod/x is not in the store; redoubt secret put prod/x");
    }

    @ParameterizedTest
    @CsvSource({
        "https://kim:hunter2@example.com, true",
        "see https://kim:hunter2@example.com/x, true",
        "postgresql://db/shop?user=a&password=hunter2, true",
        "https://a.example/ and https://k:p@b.example/, true",
        "https://example.com:8443/a@b, false",
        "postgresql://shop@db.example.com/shop, false",
        "https://example.com/?password=, false",
        "mail kim@example.com, false"
    })
    void credential_in_a_url_is_found(String text, boolean found) {
        assertThat(Credentials.within(text)).isEqualTo(found);
    }
}
