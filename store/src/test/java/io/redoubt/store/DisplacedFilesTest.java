package io.redoubt.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.redoubt.testkit.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// SQLite writes on to files whose names lead elsewhere by now. Here they are taken away while a process writes.
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DisplacedFilesTest {

    private static final String PUT_DATABASE_BACK = "; put that very file back under its name; if it is gone, make a"
            + " backup before you stop redoubt, which still reads it, and restore that";
    private static final String PUT_LOG_BACK = "; put that very file back under its name; if it is gone, stop redoubt,"
            + " but do not kill it: it moves all into store.db as it ends";

    @TempDir(factory = TempDirFactory.Standard.class)
    Path directory;

    private Path home;
    private ChildJvm writer;
    private long acknowledged;

    @BeforeEach
    void write() throws Exception {
        home = directory.resolve("shop");
        start("exec \"$@\"");
    }

    private void start(String script) {
        writer = ChildJvm.start(script, ChildMain.WriteOn.class, directory.resolve("root.key"), home);
        awaitMore();
    }

    @AfterEach
    void stop() {
        writer.close();
    }

    private void kill() {
        writer.kill();
        writer.lines().stream()
                .filter(DisplacedFilesTest::isNumber)
                .forEach(line -> acknowledged = Long.parseLong(line));
    }

    private void awaitMore() {
        for (long goal = acknowledged + 20; acknowledged < goal; ) {
            String line = writer.line();
            assertThat(line).as(writer::errors).isNotNull();
            if (isNumber(line)) {
                acknowledged = Long.parseLong(line);
            }
        }
    }

    private static boolean isNumber(String line) {
        return line.matches("[0-9]+");
    }

    /// The first refusal; all that was acknowledged before is counted.
    private String refusal() {
        String line = writer.line();
        while (line != null && isNumber(line)) {
            acknowledged = Long.parseLong(line);
            line = writer.line();
        }
        return Objects.requireNonNull(line, writer::errors);
    }

    /// Without a fault it would have said a number meanwhile.
    private void assertThatItReadsAndEnds() {
        writer.goOn();
        assertThat(writer.lines())
                .singleElement()
                .asString()
                .isIn("reads " + acknowledged, "reads " + (acknowledged + 1));
        assertThat(writer.end()).isZero();
    }

    /// One that was refused may have been written before that was known.
    private void assertThatNothingIsLost(Path data) {
        try (DataDirectory opened = DataDirectory.open(data);
                Store store = Store.open(
                        opened,
                        new KeyFile(directory.resolve("root.key"), new SecureRandom()),
                        VersionRecorder.none(),
                        StoreUnderTest.clock(),
                        new SecureRandom())) {
            List<Secrets.Info> versions = store.read(t -> t.secrets().versions(ChildMain.COUNTER));
            assertThat((long) versions.size()).isBetween(acknowledged, acknowledged + 1);
            Optional<Secrets.Version> newest = store.read(t -> t.secrets().read(ChildMain.COUNTER));
            assertThat(newest.orElseThrow().number()).isEqualTo(versions.size());
            assertThat(store.verify(List::of).findings()).isEmpty();
        }
    }

    private static String mendOf(String file) {
        return file.endsWith("-wal") ? PUT_LOG_BACK : PUT_DATABASE_BACK;
    }

    @ParameterizedTest
    @ValueSource(strings = {"store.db", "store.db-wal"})
    void moved_file_is_said_and_writing_goes_on_when_it_is_back(String name) throws IOException {
        Path file = home.resolve(name);
        Path away = directory.resolve("away");
        Files.move(file, away);
        assertThat(refusal()).isEqualTo(file + " was moved or removed while it was open" + mendOf(name));
        assertThat(file).doesNotExist();
        Files.move(away, file);
        awaitMore();
        kill();
        assertThatNothingIsLost(home);
    }

    @Test
    void moved_data_directory_is_said_and_has_everything() throws IOException {
        Path away = directory.resolve("away");
        Files.move(home, away);
        assertThat(refusal()).startsWith(home.resolve("store.db") + " was moved or removed while it was open; ");
        writer.kill();
        assertThatNothingIsLost(away);
    }

    @Test
    void removed_database_is_said_and_a_copy_of_what_is_open_has_everything() throws IOException {
        writer.close();
        StoreUnderTest.OnSqlite under = new StoreUnderTest.OnSqlite(Files.createDirectory(directory.resolve("here")));
        for (int i = 0; i < 5; i++) {
            ChildMain.writeNext(under.store);
        }
        Path file = under.path.resolve("store.db");
        Files.delete(file);
        assertThatThrownBy(() -> ChildMain.writeNext(under.store))
                .isInstanceOf(StoreException.Unavailable.class)
                .hasMessage(file + " was moved or removed while it was open" + PUT_DATABASE_BACK);
        assertThat(file).doesNotExist();
        Path copy = directory.resolve("copy.db");
        under.store.snapshotTo(copy);
        under.close();
        assertThatThrownBy(under::open)
                .isInstanceOf(StoreException.Refused.class)
                .hasMessage("the database " + file + " is gone, and " + file + "-wal holds its last changes; put the"
                        + " database back where it was; or move that file away and restore from a backup");
        Files.delete(under.path.resolve("store.db-wal"));
        Files.move(copy, file);
        under.open();
        assertThat(ChildMain.writeNext(under.store)).isEqualTo(6);
        under.close();
    }

    @Test
    void file_that_is_moved_between_write_and_commit_is_not_acknowledged() throws IOException {
        Path file = directory.resolve("here/shop/store.db");
        Path away = directory.resolve("away");
        Files.createDirectory(directory.resolve("here"));
        try (StoreUnderTest.OnSqlite under = new StoreUnderTest.OnSqlite(directory.resolve("here"))) {
            assertThatThrownBy(() -> under.store.inTransaction(t -> {
                        t.secrets().put(ChildMain.COUNTER, SecretBytes.ofUtf8("value"), 0, StoreUnderTest.NOW);
                        return move(file, away);
                    }))
                    .isInstanceOf(StoreException.Unavailable.class)
                    .hasMessage(file + " was moved or removed while it was open" + PUT_DATABASE_BACK);
            move(away, file);
            assertThat(ChildMain.writeNext(under.store)).isBetween(1L, 2L);
        }
    }

    private static Path move(Path from, Path to) {
        try {
            return Files.move(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void removed_log_is_said_and_the_end_of_the_process_moves_everything_into_the_database() throws IOException {
        Path log = home.resolve("store.db-wal");
        Files.delete(log);
        assertThat(refusal()).isEqualTo(log + " was moved or removed while it was open" + PUT_LOG_BACK);
        assertThatItReadsAndEnds();
        assertThatNothingIsLost(home);
    }

    @ParameterizedTest
    @ValueSource(strings = {"store.db", "store.db-wal"})
    void replaced_file_is_said_and_what_was_acknowledged_is_still_read(String name) throws IOException {
        Path file = home.resolve(name);
        Path own = Files.createLink(directory.resolve("own"), file);
        Path other = Files.write(directory.resolve("other"), new byte[] {1, 2, 3});
        Files.move(other, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        assertThat(refusal()).isEqualTo(file + " was replaced while it was open" + mendOf(name));
        assertThat(file).hasBinaryContent(new byte[] {1, 2, 3});
        Files.move(own, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        awaitMore();
        kill();
        assertThatNothingIsLost(home);
    }

    @Test
    void replaced_database_is_not_written_to_and_reads_go_on() throws IOException {
        Path file = home.resolve("store.db");
        Path other = Files.write(directory.resolve("other"), new byte[] {1, 2, 3});
        Files.move(other, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        assertThat(refusal()).startsWith(file + " was replaced while it was open; ");
        assertThatItReadsAndEnds();
        assertThat(file).hasBinaryContent(new byte[] {1, 2, 3});
    }

    /// What is open stays open, so files alone keep nobody from writing.
    @Test
    void permission_taken_away_is_said_and_writing_goes_on_when_it_is_back() throws Exception {
        kill();
        // Root may do all, so the child gives up what root may do beyond its files' permissions.
        start("""
                if [ "$(id -u)" = 0 ]; then
                  exec setpriv --bounding-set -all --inh-caps -all --securebits +noroot -- "$@"
                fi
                exec "$@"
                """);
        Path file = home.resolve("store.db");
        Path log = home.resolve("store.db-wal");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        Files.setPosixFilePermissions(log, PosixFilePermissions.fromString("---------"));
        awaitMore();
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("---------"));
        assertThat(refusal())
                .isEqualTo(file + " can no longer be looked at; give redoubt its data directory back, with mode 0700");
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
        awaitMore();
        kill();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.setPosixFilePermissions(log, PosixFilePermissions.fromString("rw-------"));
        assertThatNothingIsLost(home);
    }

    /// As a file system that turns read-only after an error of its disk; the kernel lets nobody remount one so while a
    /// file is open for writing.
    @Test
    void write_that_the_kernel_refuses_is_said_and_writing_goes_on_when_it_is_over() throws Exception {
        Path log = home.resolve("store.db-wal");
        assumeThat(chattr("+i", log)).as("chattr +i").isZero();
        try {
            assertThat(refusal())
                    .isEqualTo("the database file cannot be read or written; check disk, owner and mode of the data"
                            + " directory");
        } finally {
            assertThat(chattr("-i", log)).isZero();
        }
        awaitMore();
        kill();
        assertThatNothingIsLost(home);
    }

    private static int chattr(String flag, Path file) throws IOException, InterruptedException {
        return new ProcessBuilder("chattr", flag, file.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
