package io.redoubt.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {

    @TempDir
    Path directory;

    @Test
    void key_of_age_keygen_is_read_and_does_not_show() throws Exception {
        AgeKeys keys = AgeKeys.make(directory.resolve("identity.txt"));
        assertThat(keys.identities().toString()).isEqualTo("1 identities");
        assertThat(keys.recipients().keys()).containsExactly(keys.publicKey());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "age1", "age1qqqq", "ssh-ed25519 AAAA", "AGE1QQQ"})
    void text_that_is_no_public_key_is_refused(String key) {
        assertThatThrownBy(() -> Recipients.of(List.of(key))).isInstanceOf(BackupException.Refused.class);
    }

    @Test
    void private_key_among_the_recipients_is_refused_without_being_quoted() throws Exception {
        Path file = AgeKeys.make(directory.resolve("identity.txt")).file();
        String secret = Files.readAllLines(file).getLast();
        assertThatThrownBy(() -> Recipients.of(List.of(secret)))
                .hasMessageContaining("private key")
                .hasMessageNotContaining(secret.substring(20));
    }

    @Test
    void no_recipient_is_refused() {
        assertThatThrownBy(() -> Recipients.of(List.of())).isInstanceOf(BackupException.Refused.class);
    }

    @Test
    void misspelt_identity_is_refused_without_being_quoted() throws Exception {
        Path file = AgeKeys.make(directory.resolve("identity.txt")).file();
        String secret = Files.readAllLines(file).getLast();
        String misspelt = secret.substring(0, secret.length() - 1) + (secret.endsWith("Q") ? "P" : "Q");
        assertThatThrownBy(() -> Identities.read(bytes("# mine\n" + misspelt + "\n"), "id.txt"))
                .isInstanceOf(BackupException.Refused.class)
                .hasMessageContaining("id.txt:2")
                .hasMessageNotContaining(secret.substring(20, 40))
                .hasMessageNotContaining(secret.substring(20, 40).toLowerCase(Locale.ROOT))
                .hasNoCause();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "age-encryption.org/v1\n", "hello\n"})
    void file_without_an_identity_is_refused(String content) {
        assertThatThrownBy(() -> Identities.read(bytes(content), "id.txt"))
                .isInstanceOf(BackupException.Refused.class)
                .hasMessageContaining("id.txt");
    }

    private static ByteArrayInputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
