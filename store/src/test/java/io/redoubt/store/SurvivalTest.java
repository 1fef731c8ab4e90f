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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

/// No acknowledged write is lost, however it ends.
class SurvivalTest {

    private static final int KILLS = Boolean.getBoolean("redoubt.soak") ? 200 : 20;
    private static final int CRASHES = Boolean.getBoolean("redoubt.soak") ? 20 : 2;

    @TempDir(factory = TempDirFactory.Standard.class)
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
        try (PostgresCluster cluster = PostgresCluster.start();
                StoreUnderTest under = new StoreUnderTest.OnPostgres(directory, cluster.newDatabase(), cluster)) {
            for (int i = 0; i < CRASHES; i++) {
                AtomicLong acknowledged = new AtomicLong();
                CountDownLatch enough = new CountDownLatch(15);
                Thread writer = Thread.ofPlatform().start(() -> {
                    try {
                        while (true) {
                            acknowledged.set(ChildMain.writeNext(under.store));
                            enough.countDown();
                        }
                    } catch (StoreException.Unavailable _) {
                        // The crash that this test is about.
                    }
                });
                assertThat(enough.await(1, TimeUnit.MINUTES))
                        .as("15 writes in a minute")
                        .isTrue();
                cluster.crash();
                writer.join();
                assertThat(acknowledged.get()).isPositive();
                under.reopen();
                assertThat(newest(under.store)).isBetween(acknowledged.get(), acknowledged.get() + 1);
            }
        }
    }

    private void onSmallDisk(String what) throws Exception {
        assumeRoot();
        ChildJvm child = ChildJvm.startApart(
                SmallDisk.class,
                what,
                Files.createDirectory(directory.resolve("disk")).toString());
        assertThat(child.line()).as(child::errors).isEqualTo("sound");
        assertThat(child.end()).isZero();
        // It was mounted for the child alone.
        assertThat(directory.resolve("disk")).isEmptyDirectory();
    }

    @Test
    void full_disk_is_said_and_the_store_goes_on_when_there_is_space_again() throws Exception {
        onSmallDisk("full");
    }

    @Test
    void read_only_directory_is_refused_with_the_mend() throws Exception {
        onSmallDisk("read-only");
    }

    @Test
    void full_disk_of_postgresql_loses_nothing_and_is_over_when_there_is_space_again() throws Exception {
        assumeRoot();
        try (PostgresCluster cluster = PostgresCluster.startWithSmallDisk(PostgresCluster.Small.TABLESPACE);
                StoreUnderTest.OnPostgres under =
                        new StoreUnderTest.OnPostgres(directory, cluster.newDatabaseOnSmallDisk(), cluster)) {
            Path filler = cluster.smallDisk().resolve("filler");
            assertThat(cluster.smallDisk()).isNotEmptyDirectory();
            Files.write(filler, new byte[12 << 20]);
            SmallDisk.Filled filled = SmallDisk.fill(under.store);
            assertThat(filled.why())
                    .isEqualTo("the database's disk is full; free space where PostgreSQL keeps its data");
            assertThat(under.store.<Integer>read(t -> t.secrets().list().size()))
                    .isEqualTo(filled.acknowledged());
            Files.delete(filler);
            SmallDisk.assertThatNothingIsLost(under, filled.acknowledged());
        }
    }

    /// PostgreSQL ends when it can't write its log.
    @Test
    void full_disk_of_postgresqls_log_loses_nothing_and_is_over_when_there_is_space_again() throws Exception {
        assumeRoot();
        try (PostgresCluster cluster = PostgresCluster.startWithSmallDisk(PostgresCluster.Small.WAL);
                StoreUnderTest under = new StoreUnderTest.OnPostgres(directory, cluster.newDatabase(), cluster)) {
            Path filler = Files.write(cluster.smallDisk().resolve("filler"), new byte[12 << 20]);
            SmallDisk.Filled filled = SmallDisk.fill(under.store);
            assertThat(filled.why())
                    .isIn(
                            "the database's disk is full; free space where PostgreSQL keeps its data",
                            "the database is not reached; whether the last change was kept is not known; check that"
                                    + " PostgreSQL runs and is reached, then look again");
            assertThat(cluster.log()).content().contains("PANIC", "No space left on device");
            Files.delete(filler);
            cluster.crash();
            SmallDisk.assertThatNothingIsLost(under, filled.acknowledged());
        }
    }

    private static void assumeRoot() {
        assumeThat(Ownership.ofThisProcess().uid())
                .as("only root can make a file system of its own")
                .isZero();
    }

    /// As a standby is, and a primary whose operator says so.
    @Test
    void read_only_postgresql_is_said_and_the_store_goes_on_when_it_is_over() throws Exception {
        try (StoreUnderTest.OnPostgres under = (StoreUnderTest.OnPostgres) Backend.POSTGRESQL.fresh(directory)) {
            long before = ChildMain.writeNext(under.store);
            under.tamper("ALTER DATABASE " + under.address.database() + " SET default_transaction_read_only = on");
            under.reopen();
            assertThatThrownBy(() -> ChildMain.writeNext(under.store))
                    .isInstanceOf(StoreException.Unavailable.class)
                    .hasMessage("the database is read-only; connect to the primary");
            assertThat(newest(under.store)).isEqualTo(before);
            try (Connection primary = PostgresCluster.shared().connect("postgres");
                    var statement = primary.createStatement()) {
                statement.execute(
                        "ALTER DATABASE " + under.address.database() + " RESET default_transaction_read_only");
            }
            under.reopen();
            assertThat(ChildMain.writeNext(under.store)).isEqualTo(before + 1);
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
