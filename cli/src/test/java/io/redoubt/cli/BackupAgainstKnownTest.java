package io.redoubt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.cli.output.Terminal;
import io.redoubt.testkit.AgeIdentity;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Backups, held against what was kept elsewhere.
class BackupAgainstKnownTest {

    private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");

    @TempDir
    private Path home;

    private AgeIdentity identity;

    /// What a command printed, and its exit status.
    private record Ran(int status, String output) {}

    @BeforeEach
    void something_is_remembered() throws IOException {
        identity = AgeIdentity.make(home.resolve("backup.key"));
        Files.writeString(home.resolve("redoubt.yaml"), "redoubt: 1\nservice: shop\ntls:\n");
        assertThat(redoubt("init", "--data", "first").status()).isZero();
    }

    private Ran redoubt(String... words) {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8);
        InputStream in = new ByteArrayInputStream(new byte[0]);
        int status = Main.run(
                words,
                new Surroundings(
                        out,
                        out,
                        Map.of(),
                        home,
                        1000,
                        home,
                        () -> NOW,
                        Terminal.none(),
                        Progress.Audience.NOBODY,
                        List.of(),
                        Optional.empty(),
                        new TypedPassphrase(in, out, Optional::empty)));
        return new Ran(status, shown.toString(StandardCharsets.UTF_8));
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
        assertThat(older.status()).isEqualTo(1);

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
