package io.redoubt.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.data.RestoreOrder.Present;
import io.redoubt.data.RestoreOrder.Rollback;
import io.redoubt.store.DataDirectory;
import io.redoubt.testkit.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `kill -9` while a backup is made or brought back: no half one is taken for a whole one, and the next run sweeps.
@Timeout(300)
class KilledBackupTest {

    private static final int KILLS = Integer.getInteger("redoubt.kills", 5);

    @TempDir
    Path directory;

    private final OwnBackups later = new OwnBackups(InstantSource.fixed(Node.NOW.plusSeconds(1)));
    private AgeKeys keys;
    private Path data;
    private Path shelf;

    @BeforeEach
    void fill() throws Exception {
        keys = AgeKeys.make(directory.resolve("identity.txt"));
        data = directory.resolve("shop");
        shelf = Files.createDirectory(directory.resolve("shelf"));
        try (Node node = Node.open(data)) {
            node.put("db/password", "correct horse", 0);
            node.record(0, 500);
        }
    }

    private static List<String> names(Path where) throws IOException {
        try (Stream<Path> all = Files.list(where)) {
            return all.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    private ChildJvm creating(String point) {
        return ChildJvm.start(KilledBackup.Create.class, directory, keys.publicKey(), point);
    }

    private void verifyAll() {
        for (ListedBackup backup : later.list(shelf, Optional.empty())) {
            later.verify(backup.file(), keys.identities(), KnownPast.nothing(), directory);
        }
    }

    private CreatedBackup next(OwnBackups backups) {
        try (Node node = Node.open(data)) {
            return backups.create(node, keys.recipients(), shelf);
        }
    }

    private void assertSwept() throws IOException {
        assertThat(names(shelf)).noneMatch(name -> name.startsWith("."));
        assertThat(names(data.resolve("run"))).noneMatch(name -> name.startsWith("backup-"));
    }

    @ParameterizedTest
    @CsvSource({"begun, false", "copied, false", "signing, true"})
    void killed_create_leaves_no_backup_and_the_next_one_sweeps(String point, boolean begun) throws Exception {
        try (ChildJvm child = creating(point)) {
            child.killAt(point);
        }
        assertThat(names(shelf)).hasSize(begun ? 1 : 0).allMatch(name -> name.endsWith(".partial"));
        assertThat(names(data.resolve("run"))).anyMatch(name -> name.startsWith("backup-"));
        assertThat(later.list(shelf, Optional.empty())).isEmpty();
        next(later);
        assertSwept();
        verifyAll();
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void create_killed_at_any_length_leaves_nothing_or_a_whole_one() throws Exception {
        Random random = new Random(3);
        Path partial = shelf.resolve(".shop-production.20261124T080000Z.e1.tar.zst.age.partial");
        for (int kill = 0; kill < KILLS; kill++) {
            long length = random.nextLong(60_000);
            try (ChildJvm child = creating("never")) {
                while (sizeOf(partial) < length && names(shelf).stream().noneMatch(name -> name.endsWith(".age"))) {
                    assertThat(ProcessHandle.of(child.pid())).as(child::errors).isPresent();
                    Thread.onSpinWait();
                }
                child.kill();
            }
            verifyAll();
            next(new OwnBackups(InstantSource.fixed(Node.NOW.plusSeconds(1 + kill))));
            assertSwept();
            for (String name : names(shelf)) {
                Files.delete(shelf.resolve(name));
            }
        }
    }

    private static long sizeOf(Path file) {
        try {
            return Files.size(file);
        } catch (IOException _) {
            return 0;
        }
    }

    @Test
    void backup_that_is_being_written_is_not_swept() throws Exception {
        Path other = directory.resolve("other");
        Files.createDirectory(other);
        try (ChildJvm child = creating("signing")) {
            assertThat(child.line()).isEqualTo("signing");
            try (Node node = Node.open(other.resolve("shop"))) {
                later.create(node, keys.recipients(), shelf);
            }
            assertThat(names(shelf)).anyMatch(name -> name.endsWith(".partial"));
        }
    }

    private void killRestore(Path backup, String point) {
        try (ChildJvm child = ChildJvm.start(
                KilledBackup.Restore.class, backup, keys.file(), directory.resolve("shop"), data, point)) {
            child.killAt(point);
        }
    }

    private RestoreOutcome restore(Path backup, Present present) {
        return later.restore(new RestoreOrder(
                backup,
                keys.identities(),
                data,
                present,
                KnownPast.nothing(),
                Rollback.ACKNOWLEDGED,
                Node.admission(Node.key(data))));
    }

    /// All but the lock, which names who held it last.
    private Map<String, byte[]> content() throws Exception {
        Map<String, byte[]> content = Node.content(data);
        content.remove("lock");
        return content;
    }

    private List<String> left() throws IOException {
        return names(directory).stream()
                .filter(name -> name.contains("restoring"))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"unpacked", "admitted"})
    void killed_restore_leaves_what_was_there_and_the_next_one_sweeps(String point) throws Exception {
        Path backup = next(later).file();
        Map<String, byte[]> before = content();
        killRestore(backup, point);
        assertThat(content()).containsExactlyInAnyOrderEntriesOf(before);
        assertThat(left()).hasSize(1);

        assertThat(restore(backup, Present.MOVED_ASIDE)).isInstanceOf(RestoreOutcome.Restored.class);
        assertThat(left()).isEmpty();
        try (Node node = Node.open(data)) {
            assertThat(node.secret("db/password")).isEqualTo("correct horse");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"unpacked", "admitted"})
    void killed_restore_into_an_empty_place_leaves_it_empty(String point) throws Exception {
        Path backup = next(later).file();
        Files.move(data, directory.resolve("gone"));
        killRestore(backup, point);
        assertThatThrownBy(() -> DataDirectory.open(data)).hasMessageContaining("there is no data directory");
        assertThat(restore(backup, Present.REFUSED)).isInstanceOf(RestoreOutcome.Restored.class);
        assertThat(left()).isEmpty();
    }

    /// A kill between the two renames: what was there has its other name, and nothing has its own.
    @Test
    void restore_killed_between_its_renames_is_put_back_by_the_next_one() throws Exception {
        Path backup = next(later).file();
        Map<String, byte[]> before = content();
        killRestore(backup, "admitted");
        String aside = "shop.before-" + Node.NOW.getEpochSecond();
        Files.writeString(directory.resolve(left().getFirst()).resolve(Restoring.MOVED_ASIDE), aside);
        Files.move(data, directory.resolve(aside));
        Files.createDirectory(directory.resolve("shop.before-999999999999"));
        assertThatThrownBy(() -> restore(backup, Present.REFUSED))
                .isInstanceOf(BackupException.Refused.class)
                .hasMessageContaining("is there already");
        assertThat(content()).containsExactlyInAnyOrderEntriesOf(before);
        assertThat(restore(backup, Present.MOVED_ASIDE)).isInstanceOf(RestoreOutcome.Restored.class);
        assertThat(left()).isEmpty();
    }

    /// Such as a restore long ago has left.
    @ParameterizedTest
    @ValueSource(strings = {"unpacked", "admitted"})
    void restore_killed_in_an_empty_place_brings_back_nothing_that_was_moved_aside_before(String point)
            throws Exception {
        Path backup = next(later).file();
        Path old = directory.resolve("shop.before-1");
        Files.move(data, old);
        Map<String, byte[]> before = Node.content(old);
        killRestore(backup, point);
        assertThat(restore(backup, Present.REFUSED)).isInstanceOf(RestoreOutcome.Restored.class);
        assertThat(Node.content(old)).containsExactlyInAnyOrderEntriesOf(before);
        assertThat(data.resolve(Restoring.MOVED_ASIDE)).doesNotExist();
        assertThat(left()).isEmpty();
    }

    @Test
    void restore_in_place_of_another_leaves_no_note_of_that() throws Exception {
        Path backup = next(later).file();
        assertThat(restore(backup, Present.MOVED_ASIDE)).isInstanceOf(RestoreOutcome.Restored.class);
        assertThat(data.resolve(Restoring.MOVED_ASIDE)).doesNotExist();
    }
}
