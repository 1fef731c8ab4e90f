package io.redoubt.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.ledger.LedgerStream;
import io.redoubt.ledger.Signer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What happens at the worst moment of a backup.
class BackupWhileItChangesTest {

    @TempDir
    Path directory;

    private final OwnBackups backups = new OwnBackups(Node.CLOCK);
    private AgeKeys keys;
    private Path shelf;

    @BeforeEach
    void make_keys_and_a_shelf() throws Exception {
        keys = AgeKeys.make(directory.resolve("identity.txt"));
        shelf = Files.createDirectory(directory.resolve("shelf"));
    }

    /// Does something when the store is copied, and when all is gathered but not yet written.
    private record Disturbed(Node node, Disturbance store, Disturbance gathered) implements BackupSource {

        @FunctionalInterface
        interface Disturbance {
            void happen() throws IOException;
        }

        @Override
        public Identity identity() {
            return node.identity();
        }

        @Override
        public Path directory() {
            return node.directory();
        }

        @Override
        public void snapshotStore(Path target) throws IOException {
            node.snapshotStore(target);
            store.happen();
        }

        @Override
        public List<BackupSource.Stream> streams() {
            return node.streams();
        }

        @Override
        public Signer signer() {
            try {
                gathered.happen();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            return node.signer();
        }
    }

    private VerifiedBackup verify(CreatedBackup backup) {
        return backups.verify(backup.file(), keys.identities(), KnownPast.nothing(), directory);
    }

    private void assertNothingIsLeft(Node node) throws IOException {
        try (Stream<Path> left = Files.list(shelf)) {
            assertThat(left).isEmpty();
        }
        try (Stream<Path> left = Files.list(node.directory().resolve("run"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void event_that_leaves_the_store_after_its_copy_is_in_the_copied_ledger() {
        try (Node node = Node.open(directory.resolve("shop"))) {
            node.record(0, 10);
            Disturbed source = new Disturbed(node, () -> node.record(10, 13), () -> node.record(13, 17));
            CreatedBackup backup = backups.create(source, keys.recipients(), shelf);
            assertThat(backup.manifest().streams()).allSatisfy(stream -> {
                assertThat(stream.beforeStore()).isEqualTo(10);
                assertThat(stream.checkpoint().size()).isEqualTo(13);
            });
            assertThat(verify(backup).ledger().get(LedgerStream.EVIDENCE).size())
                    .isEqualTo(13);
        }
    }

    @Test
    void segment_that_retention_drops_meanwhile_makes_it_begin_again() {
        try (Node node = Node.open(directory.resolve("shop"))) {
            node.record(0, 1000);
            AtomicInteger tries = new AtomicInteger();
            Disturbed source = new Disturbed(node, () -> {}, () -> {
                if (tries.getAndIncrement() == 0) {
                    node.evidence.dropBefore(Node.NOW.plusSeconds(600));
                }
            });
            CreatedBackup backup = backups.create(source, keys.recipients(), shelf);
            assertThat(tries).hasValue(2);
            assertThat(verify(backup).ledger().get(LedgerStream.EVIDENCE).first())
                    .isEqualTo(node.evidence.first())
                    .isPositive();
        }
    }

    @Test
    void file_that_never_stays_the_same_ends_in_an_error_and_no_backup() throws Exception {
        try (Node node = Node.open(directory.resolve("shop"))) {
            AtomicInteger tries = new AtomicInteger();
            Disturbed source = new Disturbed(
                    node,
                    () -> {},
                    () -> Files.writeString(node.directory().resolve("ledger/node"), "web-" + tries.incrementAndGet()));
            Files.writeString(node.directory().resolve("ledger/node"), "web-0");
            assertThatThrownBy(() -> backups.create(source, keys.recipients(), shelf))
                    .isInstanceOf(BackupException.Unavailable.class)
                    .hasMessageContaining("changed while they were read");
            assertThat(tries).hasValue(3);
            assertNothingIsLeft(node);
        }
    }

    @Test
    void store_that_cannot_be_copied_ends_in_an_error_and_no_backup() throws Exception {
        try (Node node = Node.open(directory.resolve("shop"))) {
            Disturbed source = new Disturbed(
                    node,
                    () -> {
                        throw new IOException("No space left on device");
                    },
                    () -> {});
            assertThatThrownBy(() -> backups.create(source, keys.recipients(), shelf))
                    .isInstanceOf(BackupException.Unavailable.class)
                    .hasMessageContaining("No space left on device");
            assertNothingIsLeft(node);
        }
    }

    @Test
    void place_that_takes_no_file_is_an_error() throws Exception {
        try (Node node = Node.open(directory.resolve("shop"))) {
            assertThatThrownBy(() -> backups.create(node, keys.recipients(), Path.of("/proc")))
                    .isInstanceOf(BackupException.Unavailable.class)
                    .hasMessageContaining("could not be made");
            assertNothingIsLeft(node);
        }
    }
}
