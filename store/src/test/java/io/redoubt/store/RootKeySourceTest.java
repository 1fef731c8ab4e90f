package io.redoubt.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootKeySourceTest {

    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    Path directory;

    private KeyFile keyFile() {
        return new KeyFile(directory.resolve("redoubt/shop/root.key"), RANDOM);
    }

    private Passphrase passphrase(String text) {
        return new Passphrase(directory.resolve("shop.argon2id"), _ -> text.toCharArray(), RANDOM);
    }

    @Test
    void key_lies_in_etc_for_root_and_in_the_configuration_of_a_user() {
        var root = new Surroundings(true, Path.of("/superuser"), Map.of());
        var user = new Surroundings(false, Path.of("/users/kim"), Map.of());
        assertThat(KeyFile.locate("shop", root)).hasToString("/etc/redoubt/shop.key");
        assertThat(KeyFile.locate("shop", user)).hasToString("/users/kim/.config/redoubt/shop/root.key");
        assertThat(Passphrase.locate("shop", root)).hasToString("/etc/redoubt/shop.argon2id");
    }

    @Test
    void made_key_is_private_and_read_again() throws IOException {
        RootKey key = keyFile().create();
        assertThat(Files.size(keyFile().file())).isEqualTo(32);
        assertThat(Ownership.of(keyFile().file()).octal()).isEqualTo("0600");
        assertThat(keyFile().read()).contains(key);
        assertThat(keyFile().file().getParent()).isDirectoryContaining(path -> path.endsWith("root.key"));
        try (var files = Files.list(keyFile().file().getParent())) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void key_that_is_there_is_never_overwritten() {
        RootKey key = keyFile().create();
        assertThatThrownBy(() -> keyFile().create())
                .isInstanceOf(StoreException.Refused.class)
                .hasMessageContaining("is there already");
        assertThat(keyFile().read()).contains(key);
    }

    @Test
    void key_that_others_can_read_is_refused() throws IOException {
        keyFile().create();
        Files.setPosixFilePermissions(keyFile().file(), PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> keyFile().read())
                .hasMessageContaining("has mode 0640, so others can read it; chmod 600");
    }

    @Test
    void file_that_is_no_key_is_refused() throws IOException {
        for (int length : new int[] {0, 31, 33}) {
            Path file = directory.resolve("key-" + length);
            Files.write(file, new byte[length]);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            assertThatThrownBy(() -> new KeyFile(file, RANDOM).read()).hasMessageContaining("exactly 32 bytes");
        }
    }

    @Test
    void no_file_is_no_key() {
        assertThat(keyFile().read()).isEmpty();
    }

    @Test
    void systemd_hands_the_key_over() throws IOException {
        RootKey key = RootKey.generate(RANDOM);
        Files.write(directory.resolve("redoubt.key"), key.reveal());
        var surroundings = new Surroundings(false, directory, Map.of("CREDENTIALS_DIRECTORY", directory.toString()));
        assertThat(Credential.find(surroundings).orElseThrow().read()).contains(key);
        assertThat(Credential.find(new Surroundings(false, directory, Map.of())))
                .isEmpty();
    }

    @Test
    void same_passphrase_gives_the_same_key_and_another_gives_another() {
        RootKey key = passphrase("correct horse battery").create();
        assertThat(passphrase("correct horse battery").read()).contains(key);
        assertThat(passphrase("correct horse batterx").read().orElseThrow()).isNotEqualTo(key);
        assertThat(directory.resolve("shop.argon2id"))
                .content()
                .matches("\\$argon2id\\$v=19\\$m=65536,t=3,p=4\\$[A-Za-z0-9+/]{22}\\n");
        assertThatThrownBy(() -> passphrase("correct horse battery").create())
                .hasMessageContaining("never overwritten");
    }

    @Test
    void composed_and_decomposed_passphrase_are_the_same() {
        RootKey key = passphrase("zw\u00f6lf Pferde laufen").create();
        assertThat(passphrase("zwo\u0308lf Pferde laufen").read()).contains(key);
    }

    @Test
    void short_passphrase_is_refused() {
        assertThatThrownBy(() -> passphrase("hunter2").create()).hasMessageContaining("shorter than 12 characters");
    }

    @Test
    void salt_and_cost_that_were_changed_are_refused() throws IOException {
        for (String text : new String[] {
            "",
            "$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA",
            "$argon2id$v=19$m=9999999,t=3,p=4$AAAAAAAAAAAAAAAAAAAAAA",
            "$argon2i$v=19$m=65536,t=3,p=4$AAAAAAAAAAAAAAAAAAAAAA",
            "$argon2id$v=19$m=65536,t=3,p=4$AAAA"
        }) {
            Files.writeString(directory.resolve("shop.argon2id"), text);
            assertThatThrownBy(() -> passphrase("correct horse battery").read())
                    .as(text)
                    .isInstanceOf(StoreException.Refused.class);
        }
    }

    @Test
    void keys_do_not_show() {
        RootKey key = RootKey.generate(RANDOM);
        assertThat(key).hasToString("(root key)");
        assertThat(SecretBytes.ofUtf8("hush")).hasToString("(secret)");
        assertThat(passphrase("correct horse battery").toString()).doesNotContain("horse");
    }
}
