package io.redoubt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.cli.Operator.Ran;
import io.redoubt.testkit.AgeIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What an operator gets wrong, or what went wrong before: told by what it is, and nothing is changed by it.
class SlipsTest {

    @TempDir
    private Path home;

    private Operator operator;

    @BeforeEach
    void declare() throws IOException {
        operator = new Operator(home);
        Files.writeString(home.resolve("redoubt.yaml"), "redoubt: 1\nservice: shop\ntls:\n");
    }

    private Path data() {
        return home.resolve(".local/share/redoubt/shop");
    }

    private void assertSlip(Ran ran, String... says) {
        assertThat(ran.output()).contains(says);
        assertThat(ran.status()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ledger verify",
                "store verify",
                "key status",
                "plan",
                "policy show",
                "backup list .",
                "explain x"
            })
    void format_that_a_command_has_not_is_refused_by_it(String words) {
        operator.redoubt("init");
        assertSlip(
                operator.redoubt((words + " --format json").split(" ", -1)), "has no format json; leave --format out");
    }

    @Test
    void status_as_json_is_json() {
        operator.redoubt("init");
        Ran status = operator.redoubt("status", "--format", "json");
        assertThat(status.output()).startsWith("{").contains("\"evidenceEntries\": ", "\"epoch\": 1");
        assertThat(status.status()).as("nothing was looked at yet").isEqualTo(3);
        assertSlip(operator.redoubt("status", "--format", "sarif"), "has no format sarif", "use --format json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://localhost:99999", "postgresql://a@localhost:99999/x", "https://localhost:0"})
    void port_that_cannot_be_is_told(String address) {
        assertSlip(operator.redoubt("check", address), "which can't be", "use one from 1 to 65535");
    }

    @Test
    void root_key_is_not_put_where_no_directory_is() throws IOException {
        operator.redoubt("init");
        Path missing = home.resolve("not-mounted");
        Ran rotated = operator.redoubt(
                "key", "rotate", "--root", "--to", missing.resolve("root.key").toString());
        assertThat(rotated.output()).contains("there is no directory " + missing);
        assertThat(rotated.status()).isNotZero();
        assertThat(missing).doesNotExist();
        assertThat(operator.redoubt("key", "status").status()).isZero();
    }

    @Test
    void directory_for_a_root_key_is_told_as_one() throws IOException {
        operator.redoubt("init");
        Path directory = Files.createDirectory(home.resolve("keys"));
        assertThat(operator.redoubt("key", "status", "--key-file", directory.toString())
                        .output())
                .contains(directory + " is a directory", "name the file in it");
    }

    @Test
    void export_that_was_refused_is_not_recorded_as_one() throws IOException {
        operator.redoubt("init");
        String recipient = AgeIdentity.make(home.resolve("identity")).recipient();
        Path taken = Files.writeString(home.resolve("taken"), "kept");
        for (String target : new String[] {taken.toString(), home + "/no/such"}) {
            assertThat(operator.redoubt("secret", "export", target, "--recipient", recipient)
                            .status())
                    .isNotZero();
        }
        assertThat(taken).hasContent("kept");
        assertThat(accesses()).doesNotContain("secret.exported");
        assertThat(operator.redoubt("secret", "export", home + "/out.age", "--recipient", recipient)
                        .status())
                .isZero();
        assertThat(accesses()).contains("secret.exported");
    }

    private String accesses() throws IOException {
        return Files.readString(data().resolve("ledger/access/00000000000000000000.log"), StandardCharsets.ISO_8859_1);
    }

    @Test
    void emptied_store_is_no_place_for_a_new_one() throws IOException {
        operator.redoubt("init");
        Path store = data().resolve("store.db");
        Files.write(store, new byte[0]);
        Ran verified = operator.redoubt("ledger", "verify");
        assertThat(verified.output()).contains("there is a ledger in", "and no store");
        assertThat(verified.status()).isNotZero();
        assertThat(store).isEmptyFile();
    }

    /// As a kill leaves it: a policy and a directory, and nothing in it.
    @Test
    void init_that_was_interrupted_is_finished_by_the_next_one() throws IOException {
        operator.redoubt("init");
        Path made = home.resolve("whole");
        Files.move(data(), made);
        Files.createDirectory(
                data(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Ran again = operator.redoubt("init");
        assertThat(again.output()).contains("made  " + data(), "keep a copy elsewhere");
        assertThat(again.status()).isZero();
        try (Stream<Path> files = Files.list(data().resolve("ledger"))) {
            assertThat(files).isNotEmpty();
        }
        assertSlip(operator.redoubt("init"), "is there already, and init overwrites nothing");
    }
}
