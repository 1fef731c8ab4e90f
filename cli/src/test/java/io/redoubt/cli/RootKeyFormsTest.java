package io.redoubt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.cli.Operator.Ran;
import io.redoubt.testkit.AgeIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The three forms of a root key, and the ways from one to another, as an operator has them.
class RootKeyFormsTest {

    private static final String FIRST = "correct horse battery";
    private static final String SECOND = "another horse entirely";

    @TempDir
    private Path home;

    private Operator operator;

    @BeforeEach
    void declare() throws IOException {
        operator = new Operator(home);
        Files.writeString(home.resolve("redoubt.yaml"), "redoubt: 1\nservice: shop\ntls:\n");
    }

    private Ran redoubt(String... words) {
        return operator.redoubt(words);
    }

    private Ran typing(String typed, String... words) {
        return operator.typing(typed, words);
    }

    private void insistOnSound(String typed, String... options) {
        for (String group : List.of("ledger", "store")) {
            String[] words = new String[options.length + 2];
            words[0] = group;
            words[1] = "verify";
            System.arraycopy(options, 0, words, 2, options.length);
            Ran verified = typing(typed, words);
            assertThat(verified.output()).contains(group.equals("store") ? ", 0 findings" : "intact");
            assertThat(verified.status()).isZero();
        }
    }

    private Path key(String name) {
        return home.resolve(".config/redoubt/shop").resolve(name);
    }

    @Test
    void key_file_is_made_and_opens() {
        assertThat(redoubt("init").output()).contains("key   " + key("root.key"));
        insistOnSound("");
        assertThat(redoubt("key", "status").output()).startsWith("root key: " + key("root.key") + "\ndata key 1 ");
    }

    @Test
    void credential_of_systemd_opens_and_no_key_file_is_made() throws IOException {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        Path credentials = Files.createDirectory(home.resolve("credentials"));
        Files.write(credentials.resolve("redoubt.key"), bytes);
        operator.environment.put("CREDENTIALS_DIRECTORY", credentials.toString());
        assertThat(redoubt("init").output()).contains("key   " + credentials.resolve("redoubt.key"));
        insistOnSound("");
        assertThat(key("root.key")).doesNotExist();
        assertThat(redoubt("key", "rotate", "--root").output())
                .contains("error: systemd hands the root key over", "hint: `redoubt key rotate --root --to FILE`");

        assertThat(redoubt("key", "rotate", "--root", "--to", "next.key").status())
                .isZero();
        assertThat(redoubt("status").output()).contains("error: ", "is not the root key of this store");
        Files.copy(
                home.resolve("next.key"),
                credentials.resolve("redoubt.key"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        insistOnSound("");
    }

    @Test
    void passphrase_is_chosen_by_init_and_asked_for_from_then_on() {
        Ran made = typing(FIRST + "\n", "init", "--passphrase");
        assertThat(made.output()).contains("key   the passphrase, and " + key("root.argon2id"));
        assertThat(made.status()).isZero();
        assertThat(key("root.key")).doesNotExist();
        insistOnSound(FIRST + "\nwhat follows is not read");
        assertThat(typing(FIRST, "key", "status").output()).startsWith("root key: the passphrase\ndata key 1 ");

        Ran wrong = typing(SECOND, "key", "status");
        assertThat(wrong.output()).contains("error: the passphrase is not the root key of this store");
        assertThat(wrong.status()).isEqualTo(2);
        Ran none = redoubt("key", "status");
        assertThat(none.output()).contains("error: the root key needs its passphrase", "hint: run it on a terminal");
        assertThat(none.status()).isEqualTo(2);
        assertThat(made.output() + wrong.output()).doesNotContain("horse");
    }

    @Test
    void passphrase_that_is_too_short_makes_nothing() {
        Ran refused = typing("hunter2\n", "init", "--passphrase");
        assertThat(refused.output()).contains("error: the passphrase is shorter than 12 characters");
        assertThat(refused.status()).isEqualTo(2);
        assertThat(home.resolve(".local")).doesNotExist();
        assertThat(key("root.argon2id")).doesNotExist();
        assertThat(typing(FIRST, "init", "--passphrase").status()).isZero();
    }

    @Test
    void passphrase_beside_another_root_key_is_refused() {
        redoubt("init", "--data", "production");
        Ran shared = typing(FIRST, "init", "--passphrase", "--data", "staging");
        assertThat(shared.output())
                .contains("error: the root key comes from " + key("root.key") + ", not from a passphrase");
        Ran there = typing(FIRST, "init", "--passphrase", "--data", "production");
        assertThat(there.output()).contains("is there already, under another root key", "key rotate --root");
        assertThat(typing(FIRST, "init", "--passphrase", "--key-file", "k", "--data", "other")
                        .output())
                .contains("not from a passphrase");
        assertThat(key("root.argon2id")).doesNotExist();
    }

    @Test
    void root_key_is_rotated_in_its_place_and_the_former_one_is_kept() {
        redoubt("init");
        Ran rotated = redoubt("key", "rotate", "--root");
        assertThat(rotated.output())
                .startsWith("the store is sealed under the new root key, and opens by no other\nroot key: "
                        + key("root.key") + "\nformer root key: " + key("root.key.before-1"));
        assertThat(rotated.status()).isZero();
        insistOnSound("");
        Ran former =
                redoubt("key", "status", "--key-file", key("root.key.before-1").toString());
        assertThat(former.output()).contains("is not the root key of this store");
        redoubt("key", "rotate", "--root");
        assertThat(redoubt("key", "status").output()).contains("root.key.before-1", "root.key.before-2");
    }

    @Test
    void environment_that_shares_the_key_follows_it_by_the_former_one() {
        redoubt("init", "--data", "production");
        redoubt("init", "--data", "staging");
        redoubt("key", "rotate", "--root", "--data", "production");
        Ran left = redoubt("key", "status", "--data", "staging");
        assertThat(left.output()).contains("is not the root key of this store", "(.before-N)");
        assertThat(redoubt(
                                "key",
                                "rotate",
                                "--root",
                                "--data",
                                "staging",
                                "--key-file",
                                key("root.key.before-1").toString(),
                                "--to",
                                key("root.key").toString())
                        .status())
                .isZero();
        insistOnSound("", "--data", "staging");
        insistOnSound("", "--data", "production");
    }

    @Test
    void root_key_goes_from_a_file_to_a_passphrase_to_another_and_back() {
        redoubt("init");
        assertThat(typing(FIRST, "key", "rotate", "--root", "--passphrase").status())
                .isZero();
        assertThat(key("root.key")).doesNotExist();
        assertThat(key("root.key.before-1")).exists();
        insistOnSound(FIRST);

        assertThat(typing(FIRST + "\n" + SECOND + "\n", "key", "rotate", "--root")
                        .status())
                .isZero();
        insistOnSound(SECOND);
        assertThat(typing(FIRST, "key", "status").output()).contains("is not the root key of this store");

        Ran back = typing(
                SECOND, "key", "rotate", "--root", "--to", key("root.key").toString());
        assertThat(back.status()).isZero();
        assertThat(key("root.argon2id")).doesNotExist();
        insistOnSound("");
        assertThat(redoubt("key", "rotate", "--to", "elsewhere").status()).isEqualTo(2);
    }

    @Test
    void backup_of_a_former_passphrase_opens_by_its_salt_and_cost() throws IOException {
        AgeIdentity identity = AgeIdentity.make(home.resolve("backup.key"));
        typing(FIRST, "init", "--passphrase", "--data", "first");
        Path cold = Files.createDirectory(home.resolve("cold"));
        assertThat(typing(FIRST, "backup", "create", "cold", "--recipient", identity.recipient(), "--data", "first")
                        .status())
                .isZero();
        Path backup;
        try (Stream<Path> files = Files.list(cold)) {
            backup = files.filter(file -> file.toString().endsWith(".age"))
                    .findFirst()
                    .orElseThrow();
        }
        assertThat(typing(FIRST + "\n" + SECOND, "key", "rotate", "--root", "--data", "first")
                        .status())
                .isZero();

        String former = key("root.argon2id.before-1").toString();
        List<String> restore =
                List.of("backup", "restore", backup.toString(), "--identity", "backup.key", "--data", "second");
        assertThat(typing(SECOND, restore.toArray(String[]::new)).output())
                .contains("error: the passphrase is not the root key of this store", "(.before-N)");
        Ran restored = typing(
                FIRST,
                Stream.concat(restore.stream(), Stream.of("--key-file", former)).toArray(String[]::new));
        assertThat(restored.output()).contains("restored  " + home.resolve("second"));
        assertThat(restored.status()).isZero();
        insistOnSound(FIRST, "--data", "second", "--key-file", former);

        // Another passphrase, there; the usual one stays as it is.
        assertThat(typing(
                                FIRST + "\nthird horse on its way\n",
                                "key",
                                "rotate",
                                "--root",
                                "--data",
                                "second",
                                "--key-file",
                                former)
                        .status())
                .isZero();
        insistOnSound("third horse on its way", "--data", "second", "--key-file", former);
        insistOnSound(SECOND, "--data", "first");

        // To a file; what was named stays.
        assertThat(typing(
                                "third horse on its way",
                                "key",
                                "rotate",
                                "--root",
                                "--to",
                                "k",
                                "--data",
                                "second",
                                "--key-file",
                                former)
                        .status())
                .isZero();
        insistOnSound("", "--data", "second", "--key-file", "k");
        assertThat(Path.of(former)).exists();
        insistOnSound(SECOND, "--data", "first");
    }
}
