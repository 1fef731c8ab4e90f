package io.redoubt.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The data directory of every release is kept, and this program opens it.
class FixtureTest {

    private static final Path FIXTURES = Path.of("src/test/resources/fixtures");
    private static final SecretPath PATH = SecretPath.parse("prod/db/password");
    private static final Posture.Observation OBSERVATION = new Posture.Observation(
            "tls.renewal",
            "https://shop.example.com",
            "wire",
            "FAIL",
            StoreUnderTest.NOW,
            SecretBytes.ofUtf8("certificate ends in 12 days"),
            "web-1",
            41);

    @TempDir
    Path directory;

    static List<Path> releases() throws IOException {
        try (Stream<Path> releases = Files.list(FIXTURES)) {
            return releases.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("releases")
    void data_directory_of_a_release_opens(Path release) throws IOException {
        copy(release.resolve("shop"), directory.resolve("shop"), "rwx------");
        copy(release.resolve("keys"), directory.resolve("keys"), "rwx------");
        try (StoreUnderTest.OnSqlite under = new StoreUnderTest.OnSqlite(directory)) {
            Store store = under.store;
            assertThat(store.verify(List::of).findings()).isEmpty();
            assertThat(store.<Boolean>read(
                            t -> t.secrets().read(PATH).orElseThrow().value().equals(SecretBytes.ofUtf8("second"))))
                    .isTrue();
            assertThat(store.<Boolean>read(
                            t -> t.secrets().read(PATH, 1).orElseThrow().value().equals(SecretBytes.ofUtf8("first"))))
                    .isTrue();
            assertThat(store.<List<Posture.Standing>>read(t -> t.posture().all())
                            .getFirst())
                    .isEqualTo(new Posture.Standing(OBSERVATION, StoreUnderTest.NOW));
            assertThat(store.<List<Changes.Change>>read(t -> t.changes().unfinished())
                            .getFirst()
                            .endsAt())
                    .isEqualTo(StoreUnderTest.NOW.plus(Duration.ofHours(1)));
            assertThat(store.<List<Outbox.Entry>>read(t -> t.outbox().pending("web-1", "access", 10)))
                    .hasSize(1);
            assertThat(store.<PolicyRevisions.Activation>read(
                                    t -> t.revisions().active().orElseThrow())
                            .digest())
                    .isEqualTo("aa");
            assertThat(store.keys().status()).hasSize(2);
        }
    }

    /// Run once for a release: `mvn test -Dtest=FixtureTest -Dredoubt.fixture=0.1.0`.
    @Test
    @EnabledIfSystemProperty(named = "redoubt.fixture", matches = ".+")
    void make_the_fixture_of_this_release() throws IOException {
        Path release = FIXTURES.resolve(System.getProperty("redoubt.fixture"));
        try (StoreUnderTest.OnSqlite under = new StoreUnderTest.OnSqlite(directory)) {
            under.store.inTransaction(t -> {
                t.secrets().put(PATH, SecretBytes.ofUtf8("first"), 0, StoreUnderTest.NOW);
                t.revisions()
                        .add(new PolicyRevisions.Revision(
                                "aa", StoreUnderTest.NOW, SecretBytes.ofUtf8("kim"), SecretBytes.ofUtf8("redoubt: 1")));
                t.revisions().activate("aa", 0, StoreUnderTest.NOW);
                t.posture().apply(OBSERVATION);
                t.changes()
                        .add(new Changes.New(
                                "chg_1",
                                "block 203.0.113.9",
                                "applied",
                                StoreUnderTest.NOW.plus(Duration.ofHours(1)),
                                StoreUnderTest.NOW,
                                SecretBytes.ofUtf8("{}")));
                t.outbox()
                        .add(new Outbox.New("evt_1", "web-1", "access", StoreUnderTest.NOW, SecretBytes.ofUtf8("{}")));
                return null;
            });
            under.store.keys().rotate();
            under.store.inTransaction(t -> t.secrets().put(PATH, SecretBytes.ofUtf8("second"), 1, StoreUnderTest.NOW));
        }
        Files.delete(directory.resolve("shop/lock"));
        copy(directory.resolve("shop"), release.resolve("shop"), "rwxr-xr-x");
        copy(directory.resolve("keys"), release.resolve("keys"), "rwxr-xr-x");
        assertThat(new KeyFile(directory.resolve("keys/root.key"), new SecureRandom()).read())
                .isPresent();
    }

    private static void copy(Path from, Path to, String mode) throws IOException {
        Files.createDirectories(to);
        Files.setPosixFilePermissions(to, PosixFilePermissions.fromString(mode));
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = Files.copy(file, to.resolve(file.getFileName()));
                Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
            }
        }
    }
}
