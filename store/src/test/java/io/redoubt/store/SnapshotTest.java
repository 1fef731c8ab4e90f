package io.redoubt.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class SnapshotTest extends PortContract {

    private static final SecretPath LEFT = SecretPath.parse("pair/left");
    private static final SecretPath RIGHT = SecretPath.parse("pair/right");

    private Path file() {
        return directory.resolve("snapshot.db");
    }

    private void put(long expected) {
        store().inTransaction(t -> {
            t.secrets().put(LEFT, secret("value " + expected), expected, NOW);
            return t.secrets().put(RIGHT, secret("value " + expected), expected, NOW);
        });
    }

    private static long newest(Store store, SecretPath path) {
        return store.<Long>read(t -> t.secrets().read(path).orElseThrow().number());
    }

    @Test
    void snapshot_while_others_write_is_one_state_and_opens_in_a_new_directory() throws Exception {
        put(0);
        store().keys().rotate();
        String id = text(t -> t.epoch().storeId());
        AtomicBoolean done = new AtomicBoolean();
        CountDownLatch writing = new CountDownLatch(3);
        Thread writer = Thread.ofPlatform().start(() -> {
            for (long i = 1; !done.get(); i++) {
                put(i);
                writing.countDown();
            }
        });
        assertThat(writing.await(1, TimeUnit.MINUTES))
                .as("3 writes in a minute")
                .isTrue();
        store().snapshotTo(file());
        done.set(true);
        writer.join();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        try (DataDirectory data = DataDirectory.openOrCreate(directory.resolve("restored"))) {
            Files.move(file(), data.database());
            try (Store restored =
                    Store.open(data, under.key, VersionRecorder.none(), StoreUnderTest.clock(), new SecureRandom())) {
                assertThat(newest(restored, LEFT)).isGreaterThanOrEqualTo(4).isEqualTo(newest(restored, RIGHT));
                assertThat(restored.<String>read(t -> t.epoch().storeId()).equals(id))
                        .isTrue();
                assertThat(restored.verify(List::of).findings()).isEmpty();
                assertThat(restored.keys().status()).hasSize(2);
                long before = newest(restored, LEFT);
                restored.inTransaction(t -> t.secrets().put(LEFT, secret("after"), before, NOW));
            }
        }
    }

    @Test
    void snapshot_leaves_nothing_beside_it() throws Exception {
        put(0);
        Path alone = Files.createDirectory(directory.resolve("alone"));
        store().snapshotTo(alone.resolve("snapshot.db"));
        try (var files = Files.list(alone)) {
            assertThat(files.map(Path::getFileName).map(Path::toString)).containsExactly("snapshot.db");
        }
    }

    @Test
    void file_that_is_there_is_refused_and_stays() throws Exception {
        Files.writeString(file(), "mine");
        assertThatThrownBy(() -> store().snapshotTo(file()))
                .isInstanceOf(StoreException.Refused.class)
                .hasMessage(file() + " is there already; name another file");
        assertThat(file()).hasContent("mine");
    }

    @Test
    void directory_that_is_not_there_is_said_and_the_store_goes_on() {
        Path nowhere = directory.resolve("nowhere/snapshot.db");
        assertThatThrownBy(() -> store().snapshotTo(nowhere))
                .isInstanceOf(StoreException.Unavailable.class)
                .hasMessage("the database could not be copied to " + nowhere + "; free space, check owner and mode");
        put(0);
    }
}
