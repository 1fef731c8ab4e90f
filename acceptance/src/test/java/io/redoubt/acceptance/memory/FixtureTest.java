package io.redoubt.acceptance.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The whole data directory of every release is kept as `scripts/fixture.sh` made it, and this program opens it.
class FixtureTest {

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
                .contains("revision 1 since", "tls.private-key-permissions", "fail → pass");
        // What the policy names is not on this machine: that it was looked at is recorded all the same.
        assertThat(node.tls("check").status()).isIn(0, 1, 3);
        assertThat(node.redoubt("ledger", "verify").status()).isZero();
        assertThat(node.redoubt("key", "rotate").status()).isZero();
        assertThat(node.redoubt("store", "verify").output()).contains(", 0 findings");
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
