package io.redoubt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.cli.Operator.Ran;
import io.redoubt.testkit.AgeIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Backups, held against what was kept elsewhere.
class BackupAgainstKnownTest {

    @TempDir
    private Path home;

    private AgeIdentity identity;

    private Operator operator;

    @BeforeEach
    void something_is_remembered() throws IOException {
        operator = new Operator(home);
        identity = AgeIdentity.make(home.resolve("backup.key"));
        Files.writeString(home.resolve("redoubt.yaml"), "redoubt: 1\nservice: shop\ntls:\n");
        assertThat(redoubt("init", "--data", "first").status()).isZero();
    }

    private Ran redoubt(String... words) {
        return operator.redoubt(words);
    }

    private String backup(String data, String name) throws IOException {
        Path cold = Files.createDirectory(home.resolve(name));
        Ran made = redoubt("backup", "create", name, "--recipient", identity.recipient(), "--data", data);
        assertThat(made.status()).as(made.output()).isZero();
        try (Stream<Path> files = Files.list(cold)) {
            return files.filter(file -> file.toString().endsWith(".age"))
                    .findFirst()
                    .orElseThrow()
                    .toString();
        }
    }

    private String checkpoint(String data, String name) {
        Ran exported = redoubt("ledger", "export", name, "--data", data);
        assertThat(exported.status()).as(exported.output()).isZero();
        return name + "/evidence/checkpoint";
    }

    private void record(String data) {
        assertThat(redoubt("key", "rotate", "--data", data).status()).isZero();
    }

    private Ran verify(String backup, String against) {
        return redoubt("backup", "verify", backup, "--identity", "backup.key", "--scratch", ".", "--against", against);
    }

    private Ran restore(String backup, String data, String... more) {
        return redoubt(Stream.concat(
                        Stream.of("backup", "restore", backup, "--identity", "backup.key", "--data", data),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    @Test
    void backup_is_older_forked_or_neither() throws IOException {
        String earlier = checkpoint("first", "earlier");
        String old = backup("first", "old");
        assertThat(verify(old, earlier).status()).isZero();

        record("first");
        String known = checkpoint("first", "later");
        Ran older = verify(old, known);
        assertThat(older.output()).containsPattern("older     evidence: the backup has \\d+ entr.*, and there were");
        assertThat(older.status()).as("as every backup is").isZero();

        assertThat(restore(old, "second").status()).isZero();
        record("second");
        record("second");
        Ran forked = verify(backup("second", "other"), known);
        assertThat(forked.output()).contains("forked    evidence: ");
        assertThat(forked.status()).isEqualTo(1);
    }

    /// A name that was mistyped must not pass for a past that is known.
    @Test
    void file_that_has_no_checkpoint_is_an_error() throws IOException {
        String backup = backup("first", "cold");
        Files.writeString(home.resolve("empty"), "");
        Files.writeString(home.resolve("prose"), "There is none in here.\n");
        for (String against : List.of("missing", "empty", "prose")) {
            String error = against.equals("missing")
                    ? "error: there is no missing"
                    : "error: there is no checkpoint in " + against;
            for (Ran ran : List.of(verify(backup, against), restore(backup, "second", "--against", against))) {
                assertThat(ran.output()).contains(error, "hint: name a file that `ledger export`");
                assertThat(ran.status()).isEqualTo(2);
            }
            assertThat(home.resolve("second")).doesNotExist();
        }
    }
}
