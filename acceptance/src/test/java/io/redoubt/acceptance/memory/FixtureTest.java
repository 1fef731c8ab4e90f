package io.redoubt.acceptance.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The whole data directory of every release is kept as `scripts/fixture.sh` made it, and this program opens it.
class FixtureTest {

    private static final Pattern VERSION = Pattern.compile("^  <version>(.+)</version>$", Pattern.MULTILINE);

    /// What no command fills and what is emptied again: secrets and personal data come with later sections, and nodes
    /// that share a store are needed to publish a checkpoint.
    private static final Set<String> EMPTY = Set.of(
            "challenge", "challenge_seen", "outbox", "payload", "published_checkpoint", "secret", "secret_value");

    private static final Path FIXTURES = Path.of("src/test/resources/fixtures");

    @TempDir
    private Path directory;

    static List<Path> releases() throws IOException {
        try (Stream<Path> releases = Files.list(FIXTURES)) {
            return releases.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("releases")
    void data_directory_of_a_release_is_opened_whole(Path release) throws IOException {
        copyPrivately(release, directory);
        Files.move(directory.resolve("TEST-ONLY-root.key"), directory.resolve("root.key"));
        Node node = Node.in(directory);

        Node.Ran verified = node.redoubt("ledger", "verify");
        assertThat(verified.output()).contains("evidence: ", "intact");
        assertThat(verified.status()).isZero();
        Node.Ran stored = node.redoubt("store", "verify");
        assertThat(stored.output()).contains(", 0 findings");
        assertThat(stored.status()).isZero();
        assertThat(node.tls("status").output())
                // A release that has more keys gives the same file another digest: the revision is that of then.
                .contains("revision 1 since", "tls.private-key-permissions")
                .doesNotContain("never looked at");
        // What the policy names is not on this machine: that it was looked at is recorded all the same.
        assertThat(node.tls("check").status()).isIn(0, 1, 3);
        assertThat(node.redoubt("ledger", "verify").status()).isZero();
        assertThat(node.redoubt("key", "rotate").status()).isZero();
        assertThat(node.redoubt("key", "rotate", "--root").status()).isZero();
        assertThat(node.redoubt("store", "verify").output()).contains(", 0 findings");
    }

    /// A fixture that lacks something proves nothing of it.
    @Test
    void fixture_of_this_version_has_a_row_in_every_table_that_a_command_fills() throws IOException, SQLException {
        copyPrivately(FIXTURES.resolve(version()), directory);
        Map<String, Integer> rows = new TreeMap<>();
        try (Connection store = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("data/store.db"));
                Statement statement = store.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet found = statement.executeQuery("SELECT name FROM sqlite_schema WHERE type = 'table'")) {
                while (found.next()) {
                    tables.add(found.getString(1));
                }
            }
            for (String table : tables) {
                try (ResultSet count = statement.executeQuery("SELECT count(*) FROM \"" + table + "\"")) {
                    rows.put(table, count.getInt(1));
                }
            }
        }
        rows.keySet().removeIf(table -> table.startsWith("sqlite_"));
        assertThat(rows.entrySet().stream()
                        .filter(table -> table.getValue() == 0)
                        .map(Map.Entry::getKey))
                .containsExactlyInAnyOrderElementsOf(EMPTY);
        Files.move(directory.resolve("TEST-ONLY-root.key"), directory.resolve("root.key"));
        Node node = Node.in(directory);
        assertThat(node.redoubt("ledger", "verify").output()).contains("in epoch 2, intact");
        assertThat(node.redoubt("cert", "list").output()).contains("db.internal");
        assertThat(node.data().resolve("ledger/access")).isDirectory();
    }

    private static String version() throws IOException {
        Matcher matcher = VERSION.matcher(Files.readString(Path.of("../pom.xml")));
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    /// As git does not keep the modes that Redoubt insists on.
    private static void copyPrivately(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) throws IOException {
                Path copy =
                        Files.createDirectories(to.resolve(from.relativize(each).toString()));
                Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwx------"));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path each, BasicFileAttributes attributes) throws IOException {
                Path copy = Files.copy(each, to.resolve(from.relativize(each).toString()));
                Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
