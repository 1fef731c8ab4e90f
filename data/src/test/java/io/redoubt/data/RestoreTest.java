package io.redoubt.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.data.RestoreOrder.Present;
import io.redoubt.data.RestoreOrder.Rollback;
import io.redoubt.ledger.Checkpoint;
import io.redoubt.ledger.LedgerStream;
import io.redoubt.ledger.VerifierKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoreTest {

    @TempDir
    Path directory;

    private final OwnBackups backups = new OwnBackups(Node.CLOCK);
    private AgeKeys keys;
    private Path data;
    private Path backup;

    @BeforeEach
    void make_a_backup_of_a_hundred_entries() throws Exception {
        keys = AgeKeys.make(directory.resolve("identity.txt"));
        data = directory.resolve("shop");
        try (Node node = Node.open(data)) {
            node.put("db/password", "correct horse", 0);
            node.record(0, 100);
            Files.writeString(data.resolve("ledger/node"), "web-1\n");
            backup = backups.create(node, keys.recipients(), directory).file();
        }
    }

    private RestoreOutcome restore(Path target, Present present, KnownPast known, Rollback rollback) {
        return backups.restore(new RestoreOrder(
                backup, keys.identities(), target, present, known, rollback, Node.admission(Node.key(data))));
    }

    private static VerifierKey key() {
        return new VerifierKey(Node.NAME + "/evidence", Node.SIGNER.publicKey());
    }

    private Checkpoint later() {
        try (Node node = Node.open(data)) {
            node.put("db/password", "battery staple", 1);
            node.record(100, 130);
            return node.evidence.checkpoint();
        }
    }

    private List<String> leftovers() throws Exception {
        try (Stream<Path> left = Files.list(directory)) {
            return left.map(path -> path.getFileName().toString())
                    .filter(name -> name.contains("restoring") || name.contains("before"))
                    .toList();
        }
    }

    @Test
    void restore_into_an_empty_place_brings_back_store_and_ledger() throws Exception {
        Path target = directory.resolve("new/shop");
        Files.createDirectory(directory.resolve("new"));
        RestoreOutcome outcome = restore(target, Present.REFUSED, KnownPast.nothing(), Rollback.REFUSED);
        assertThat(outcome).isInstanceOfSatisfying(RestoreOutcome.Restored.class, restored -> {
            assertThat(restored.epoch()).isEqualTo(1);
            assertThat(restored.movedAside()).isEmpty();
        });
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target.resolve("store.db"))))
                .isEqualTo("rw-------");
        assertThat(target.resolve("ledger/node")).hasContent("web-1");
        try (Node node = Node.open(target, Node.key(data), Node.SIGNER)) {
            assertThat(node.secret("db/password")).isEqualTo("correct horse");
            assertThat(node.evidence.checkpoint().size()).isEqualTo(101);
            assertThat(node.evidence.read(100).orElseThrow().event().type()).isEqualTo("backup.restored");
            assertThat(node.evidence.verify(List.of()).intact()).isTrue();
        }
    }

    @Test
    void directory_that_is_there_is_refused_and_left_as_it_is() throws Exception {
        Map<String, byte[]> before = Node.content(data);
        assertThatThrownBy(() -> restore(data, Present.REFUSED, KnownPast.nothing(), Rollback.ACKNOWLEDGED))
                .isInstanceOf(BackupException.Refused.class)
                .hasMessageContaining("is there already");
        assertThat(Node.content(data)).containsExactlyInAnyOrderEntriesOf(before);
    }

    @Test
    void restore_older_than_the_present_ledger_asks_first() throws Exception {
        later();
        Map<String, byte[]> before = Node.content(data);
        RestoreOutcome outcome = restore(data, Present.MOVED_ASIDE, KnownPast.nothing(), Rollback.REFUSED);
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        RestoreOutcome.OlderThanKnown.class,
                        older -> assertThat(older.newer())
                                .containsExactly(
                                        new NewerPast.Later(LedgerStream.EVIDENCE, 100, 130),
                                        new NewerPast.Later(LedgerStream.ACCESS, 100, 130)));
        assertThat(Node.content(data)).containsExactlyInAnyOrderEntriesOf(before);
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void acknowledged_rollback_starts_a_new_epoch_and_keeps_what_was_there() {
        later();
        RestoreOutcome outcome = restore(data, Present.MOVED_ASIDE, KnownPast.nothing(), Rollback.ACKNOWLEDGED);
        assertThat(outcome).isInstanceOfSatisfying(RestoreOutcome.Restored.class, restored -> {
            assertThat(restored.epoch()).isEqualTo(2);
            assertThat(restored.newer()).hasSize(2);
            try (Node now = Node.open(data);
                    Node was = Node.open(restored.movedAside().orElseThrow(), Node.key(data), Node.SIGNER)) {
                assertThat(now.identity().epoch()).isEqualTo(2);
                assertThat(now.secret("db/password")).isEqualTo("correct horse");
                assertThat(was.secret("db/password")).isEqualTo("battery staple");
                assertThat(was.evidence.checkpoint().size()).isEqualTo(130);
            }
        });
    }

    /// Only so does the new epoch name the past that it gives up, and is no fork of it.
    @Test
    void acknowledged_rollback_tells_the_checkpoints_of_what_is_moved_aside() {
        Checkpoint seen = later();
        List<Checkpoint> told = new ArrayList<>();
        Admission real = Node.admission(Node.key(data));
        backups.restore(new RestoreOrder(
                backup,
                keys.identities(),
                data,
                Present.MOVED_ASIDE,
                KnownPast.nothing(),
                Rollback.ACKNOWLEDGED,
                (restored, manifest, givenUp) -> {
                    told.addAll(givenUp.checkpoints());
                    return real.admit(restored, manifest, givenUp);
                }));
        assertThat(told).hasSize(2).contains(seen);
    }

    @Test
    void backup_that_has_all_that_is_known_goes_in_without_asking() {
        RestoreOutcome outcome = restore(data, Present.MOVED_ASIDE, KnownPast.nothing(), Rollback.REFUSED);
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        RestoreOutcome.Restored.class,
                        restored -> assertThat(restored.epoch()).isEqualTo(1));
    }

    @Test
    void checkpoint_of_a_witness_shows_a_rollback_where_nothing_else_is_left() {
        Checkpoint seen = later();
        Path target = directory.resolve("elsewhere");
        RestoreOutcome outcome =
                restore(target, Present.REFUSED, new KnownPast(List.of(key()), List.of(seen)), Rollback.REFUSED);
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        RestoreOutcome.OlderThanKnown.class,
                        older -> assertThat(older.newer())
                                .containsExactly(new NewerPast.Later(LedgerStream.EVIDENCE, 100, 130)));
        assertThat(target).doesNotExist();
    }

    @Test
    void another_past_is_told_from_an_older_one() {
        Checkpoint other;
        try (Node node = Node.open(directory.resolve("twin"))) {
            node.record(500, 550);
            other = node.evidence.checkpoint();
        }
        RestoreOutcome outcome = restore(
                directory.resolve("elsewhere"),
                Present.REFUSED,
                new KnownPast(List.of(key()), List.of(other)),
                Rollback.REFUSED);
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        RestoreOutcome.OlderThanKnown.class,
                        older -> assertThat(older.newer()).singleElement().isInstanceOf(NewerPast.Other.class));
    }

    @Test
    void present_ledger_that_cannot_be_read_asks_too() throws Exception {
        try (Stream<Path> segments = Files.list(data.resolve("ledger/evidence"))) {
            for (Path segment :
                    segments.filter(path -> path.toString().endsWith(".log")).toList()) {
                Files.delete(segment);
            }
        }
        RestoreOutcome outcome = restore(data, Present.MOVED_ASIDE, KnownPast.nothing(), Rollback.REFUSED);
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        RestoreOutcome.OlderThanKnown.class,
                        older -> assertThat(older.newer()).singleElement().isInstanceOf(NewerPast.Unreadable.class));
    }

    @Test
    void directory_in_use_is_not_moved_away() {
        try (Node node = Node.open(data)) {
            assertThatThrownBy(() -> restore(data, Present.MOVED_ASIDE, KnownPast.nothing(), Rollback.ACKNOWLEDGED))
                    .isInstanceOf(BackupException.Refused.class)
                    .hasMessageContaining("cannot be moved aside");
            assertThat(node.secret("db/password")).isEqualTo("correct horse");
        }
    }

    @Test
    void admission_that_fails_leaves_everything_as_it_was() throws Exception {
        Map<String, byte[]> before = Node.content(data);
        Admission failing = (_, _, _) -> {
            throw new IllegalStateException("wrong root key");
        };
        assertThatThrownBy(() -> backups.restore(new RestoreOrder(
                        backup,
                        keys.identities(),
                        data,
                        Present.MOVED_ASIDE,
                        KnownPast.nothing(),
                        Rollback.REFUSED,
                        failing)))
                .hasMessage("wrong root key");
        assertThat(Node.content(data)).containsExactlyInAnyOrderEntriesOf(before);
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void checkpoint_of_another_node_is_refused() {
        Checkpoint other = Checkpoint.parse(later().note().replace(Node.NAME, "shop-production/web-2"));
        assertThatThrownBy(() -> restore(
                        directory.resolve("elsewhere"),
                        Present.REFUSED,
                        new KnownPast(List.of(), List.of(other)),
                        Rollback.ACKNOWLEDGED))
                .isInstanceOf(BackupException.Refused.class)
                .hasMessageContaining("shop-production/web-2");
    }
}
