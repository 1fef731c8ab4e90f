package io.redoubt.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.redoubt.testkit.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// No acknowledged write is lost, however it ends.
class SurvivalTest {

    private static final int KILLS = Boolean.getBoolean("redoubt.soak") ? 200 : 10;
    private static final int CRASHES = Boolean.getBoolean("redoubt.soak") ? 20 : 2;

    @TempDir
    Path directory;

    private static long newest(Store store) {
        Optional<Secrets.Version> newest = store.read(t -> t.secrets().read(ChildMain.COUNTER));
        newest.ifPresent(version ->
                assertThat(PortContract.utf8(version.value().reveal())).isEqualTo("value " + version.number()));
        return newest.map(Secrets.Version::number).orElse(0L);
    }

    @Test
    void acknowledged_write_survives_kill_9() throws Exception {
        Random random = new Random(7);
        Path home = directory.resolve("shop");
        Path key = directory.resolve("root.key");
        long acknowledged = 0;
        for (int i = 0; i < KILLS; i++) {
            ChildJvm writer = ChildJvm.start(ChildMain.Write.class, key, home);
            for (int lines = 1 + random.nextInt(60); lines > 0; lines--) {
                acknowledged = Long.parseLong(writer.line());
            }
            writer.kill();
            // What it said before it died, and the test had not yet read.
            for (String line = writer.line(); line != null; line = writer.line()) {
                acknowledged = Long.parseLong(line);
            }
        }
        try (StoreUnderTest.OnSqlite under = reopen()) {
            assertThat(newest(under.store)).isBetween(acknowledged, acknowledged + 1);
            assertThat(under.store.verify(() -> java.util.List.of()).findings()).isEmpty();
        }
    }

    private StoreUnderTest.OnSqlite reopen() throws IOException {
        Files.createDirectories(directory.resolve("keys"));
        Files.copy(
                directory.resolve("root.key"),
                directory.resolve("keys/root.key"),
                java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        return new StoreUnderTest.OnSqlite(directory);
    }

    @Test
    void acknowledged_write_survives_a_crash_of_postgresql() throws Exception {
        try (StoreUnderTest under = Backend.POSTGRESQL.fresh(directory)) {
            for (int i = 0; i < CRASHES; i++) {
                AtomicLong acknowledged = new AtomicLong();
                Thread writer = Thread.ofPlatform().start(() -> {
                    try {
                        while (true) {
                            acknowledged.set(ChildMain.writeNext(under.store));
                        }
                    } catch (StoreException.Unavailable _) {
                        // The crash that this test is about.
                    }
                });
                while (acknowledged.get() % 20 < 15 && writer.isAlive()) {
                    Thread.onSpinWait();
                }
                PostgresCluster.shared().crash();
                writer.join();
                assertThat(acknowledged.get()).isPositive();
                under.reopen();
                assertThat(newest(under.store)).isBetween(acknowledged.get(), acknowledged.get() + 1);
            }
        }
    }

    /// A file system of its own, which only root can make.
    private record SmallDisk(Path path) implements AutoCloseable {

        static SmallDisk mount(Path path) throws Exception {
            assumeThat(Ownership.ofThisProcess().uid()).isZero();
            Files.createDirectory(path);
            assumeThat(run("mount", "-t", "tmpfs", "-o", "size=3m,mode=700", "none", path.toString()))
                    .isZero();
            return new SmallDisk(path);
        }

        int remountReadOnly() throws Exception {
            return run("mount", "-o", "remount,ro", path.toString());
        }

        private static int run(String... command) throws IOException {
            return new ProcessBuilder(command)
                    .inheritIO()
                    .start()
                    .onExit()
                    .join()
                    .exitValue();
        }

        @Override
        public void close() throws IOException {
            assertThat(run("umount", path.toString())).isZero();
        }
    }

    @Test
    void full_disk_is_said_and_the_store_goes_on_when_there_is_space_again() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(directory.resolve("disk"))) {
            Path filler = Files.write(disk.path().resolve("filler"), new byte[1 << 20]);
            try (StoreUnderTest under = new StoreUnderTest.OnSqlite(disk.path())) {
                AtomicLong acknowledged = new AtomicLong();
                assertThatThrownBy(() -> {
                            while (true) {
                                long next = acknowledged.get() + 1;
                                under.store.inTransaction(t -> t.secrets()
                                        .put(SecretPath.parse("s/" + next), large(next), 0, StoreUnderTest.NOW));
                                acknowledged.set(next);
                            }
                        })
                        .isInstanceOf(StoreException.Unavailable.class)
                        .hasMessage("the disk is full; free space where the data directory is");
                assertThat(acknowledged.get()).isPositive();
                assertThat(under.store.<Integer>read(t -> t.secrets().list().size()))
                        .isEqualTo((int) acknowledged.get());
                Files.delete(filler);
                under.store.inTransaction(
                        t -> t.secrets().put(SecretPath.parse("again"), large(0), 0, StoreUnderTest.NOW));
                under.reopen();
                assertThat(under.store.verify(() -> java.util.List.of()).findings())
                        .isEmpty();
                for (long i = 1; i <= acknowledged.get(); i++) {
                    SecretPath path = SecretPath.parse("s/" + i);
                    Optional<Secrets.Version> version =
                            under.store.read(t -> t.secrets().read(path));
                    assertThat(version.orElseThrow().value()).isEqualTo(large(i));
                }
            }
        }
    }

    private static SecretBytes large(long number) {
        return SecretBytes.ofUtf8(Long.toString(number).repeat(10_000));
    }

    @Test
    void read_only_directory_is_refused_with_the_mend() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(directory.resolve("disk"))) {
            new StoreUnderTest.OnSqlite(disk.path()).close();
            assertThat(disk.remountReadOnly()).isZero();
            assertThatThrownBy(() -> DataDirectory.open(disk.path().resolve("shop")))
                    .isInstanceOf(StoreException.Refused.class)
                    .hasMessageContaining("cannot be used; check its owner, mode and space");
        }
    }

    @Test
    void file_that_is_no_database_is_damaged() throws Exception {
        StoreUnderTest.OnSqlite under = new StoreUnderTest.OnSqlite(directory);
        under.close();
        Files.writeString(under.path.resolve("store.db"), "not a database ".repeat(1000));
        assertThatThrownBy(under::open).isInstanceOf(StoreException.Damaged.class);
    }

    @Test
    void commits_are_forced_to_the_disk() throws SQLException {
        try (StoreUnderTest.OnSqlite under = new StoreUnderTest.OnSqlite(directory);
                Connection connection = DriverManager.getConnection("jdbc:sqlite:" + under.path.resolve("store.db"));
                var mode = connection.createStatement().executeQuery("PRAGMA journal_mode")) {
            assertThat(mode.getString(1)).isEqualTo("wal");
            assertThat(io.redoubt.store.engine.Pragmas.of(under.path.resolve("store2.db")))
                    .containsEntry("synchronous", "2")
                    .containsEntry("foreign_keys", "1")
                    .containsEntry("secure_delete", "1")
                    .containsEntry("trusted_schema", "0")
                    .containsEntry("busy_timeout", "10000");
        }
    }
}
